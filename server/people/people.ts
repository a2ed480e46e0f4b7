import type { State } from '../state/state.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type Authenticator, createAuthenticator } from './authenticator.ts';
import { type Confirmations, createConfirmations } from './confirmations.ts';
import { createDevices, type Devices } from './devices.ts';
import { createIdentify, type Identify } from './identity.ts';
import { createLinkCodes, type LinkCodes } from './link-codes.ts';
import { createPasskeys, type Passkeys } from './passkeys.ts';
import { createPersons, type Persons } from './persons.ts';
import { createPins, type Pins } from './pins.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createWebAuthn, type WebAuthn } from './webauthn.ts';

/** Everything that decides who somebody is. */
export interface People {
  persons: Persons;
  devices: Devices;
  sessions: Sessions;
  authenticator: Authenticator;
  attempts: Attempts;
  linkCodes: LinkCodes;
  pins: Pins;
  passkeys: Passkeys;
  webauthn: WebAuthn;
  confirmations: Confirmations;
  identify: Identify;
  isTotpAllowed: boolean;
}

export function createPeople(
  state: State,
  options: { isTotpAllowed: boolean; isClockTrusted: () => boolean; now: () => number },
): People {
  const devices = createDevices(state);
  const persons = createPersons(state);
  const sessions = createSessions(state);
  const passkeys = createPasskeys(state);
  return {
    devices,
    persons,
    sessions,
    authenticator: createAuthenticator(state),
    attempts: createAttempts(state),
    linkCodes: createLinkCodes(),
    pins: createPins(state),
    passkeys,
    webauthn: createWebAuthn(passkeys, options.now),
    confirmations: createConfirmations(),
    identify: createIdentify({ devices, persons, sessions, ...options }),
    isTotpAllowed: options.isTotpAllowed,
  };
}
