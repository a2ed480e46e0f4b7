import { deviceName } from '../pki/device-name.ts';
import { makeDevice } from '../pki/make-device.ts';
import { HttpProblem, Refusal } from './errors.ts';
import { createPairings, type OpenedPairing, type Pairings } from './people/pairings.ts';
import type { People } from './people/people.ts';
import type { NewPairing } from './protocol.ts';
import type { State } from './state/state.ts';
import { toIso } from './status.ts';

/** Where a new device meets the hub. */
interface Places {
  /** The app's one address, the same at home and away. */
  hubUrl: string;
  setupPort: number;
}

export interface Onboarding {
  pairings: Pairings;
  describe(opened: OpenedPairing, host: string): Promise<NewPairing>;
  /** A name as it is kept. @throws HttpProblem `invalid` with the reason */
  nameOf(written: string, path: string): string;
}

interface Rooms extends Pick<People, 'devices' | 'persons'> {
  state: State;
  /** The authority's folder. */
  pki: string;
  rootFingerprint: string;
  places(): Places;
  audit(by: string, action: string, detail: string): void;
  now(): number;
}

/** Joins the authority to the registry: new devices, from the admin's tap to the phone. */
export function createOnboarding(rooms: Rooms): Onboarding {
  const { devices, persons, state, pki, rootFingerprint, places, audit, now } = rooms;

  const pairings = createPairings({
    ...{ devices, persons, now },
    async make({ device, role, days }) {
      const { hubUrl } = places();
      const made = await makeDevice(pki, {
        ...{ name: device, role, hubUrl, now: new Date(now()) },
        ...(days === undefined ? {} : { days }),
      });
      const { fingerprint, serial, notAfter, passphrase } = made.device;
      const { p12, mobileconfig } = made.bundle;
      const certificate = { fingerprint, serial, issuedAt: now(), expiresAt: notAfter };
      return { certificate, passphrase, bundle: { p12, mobileconfig } };
    },
    transaction: work => state.transaction(work),
    audit({ device, person, isRenewal, by }) {
      const action = isRenewal ? 'renew' : 'issue';
      audit(by, action, `${device} of ${person} fetched its certificate`);
    },
  });

  return {
    pairings,
    async describe({ pairing, token, passphrase }, host) {
      const { hubUrl, setupPort } = places();
      const link = `https://${reachable(host, hubUrl)}:${setupPort}/pair/${token}`;
      const { id, device, person, expiresAt } = pairing;
      return {
        ...{ id, device, person, link, passphrase },
        qr: await drawQr(link),
        rootFingerprint: formatFingerprint(rootFingerprint),
        expiresAt: toIso(expiresAt),
      };
    },
    nameOf(written, path) {
      try {
        return deviceName(written);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new HttpProblem('invalid', { errors: [{ path, message: error.message }] });
      }
    },
  };
}

/** SVG of a QR code. */
export async function drawQr(text: string): Promise<string> {
  const { renderSVG } = await import('uqr');
  return renderSVG(text, { border: 2 });
}

/** As people compare it: `AB:CD:…`. */
export function formatFingerprint(hex: string): string {
  return hex.match(/../g)?.join(':').toUpperCase() ?? '';
}

/** By what name a phone finds the setup page: as the admin found the hub, unless that was from itself. */
function reachable(host: string, hubUrl: string): string {
  const isItself = host === '' || host === 'localhost' || /^(127\.|\[?::1)/.test(host);
  return isItself ? new URL(hubUrl).hostname : host;
}
