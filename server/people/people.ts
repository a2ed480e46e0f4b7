import type { State } from '../state/state.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type Authenticator, createAuthenticator } from './authenticator.ts';
import { createDevices, type Devices } from './devices.ts';
import { createIdentify, type Identify } from './identity.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** Everything that decides who somebody is. */
export interface People {
  devices: Devices;
  sessions: Sessions;
  authenticator: Authenticator;
  attempts: Attempts;
  identify: Identify;
  isTotpAllowed: boolean;
}

export function createPeople(
  state: State,
  options: { isTotpAllowed: boolean; isClockTrusted: () => boolean; now: () => number },
): People {
  const devices = createDevices(state);
  const sessions = createSessions(state);
  return {
    devices,
    sessions,
    authenticator: createAuthenticator(state),
    attempts: createAttempts(state),
    identify: createIdentify({ devices, sessions, ...options }),
    isTotpAllowed: options.isTotpAllowed,
  };
}
