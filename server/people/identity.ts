import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Role } from '../protocol.ts';
import { readClientCertificate } from './client-certificate.ts';
import type { Device, Devices } from './devices.ts';
import type { Sessions } from './sessions.ts';

/** Who a request comes from. */
export interface Identity {
  name: string;
  role: Role;
  via: 'certificate' | 'totp';
}

export const sessionCookie = '__Host-sid';

/** Decides who a request comes from; undefined is a stranger. Called on every request. */
export type Identify = (request: IncomingMessage) => Identity | undefined;

interface Rooms {
  devices: Devices;
  sessions: Sessions;
  isClockTrusted: () => boolean;
  isTotpAllowed: boolean;
  now: () => number;
}

const seenEveryMs = 60_000;

export function createIdentify(rooms: Rooms): Identify {
  const { devices, sessions, isClockTrusted, isTotpAllowed, now } = rooms;
  // A connection's certificate cannot change, since renegotiation is off; its device can.
  const fingerprints = new WeakMap<TLSSocket, string>();

  function readFingerprint(socket: TLSSocket): string | undefined {
    const known = fingerprints.get(socket);
    if (known !== undefined) return known;
    const fingerprint = readClientCertificate(socket, isClockTrusted());
    if (fingerprint !== undefined) fingerprints.set(socket, fingerprint);
    return fingerprint;
  }

  function admit(device: Device | null, via: Identity['via']): Identity | undefined {
    if (!device || device.revokedAt !== null) return undefined;
    if (isClockTrusted() && device.expiresAt !== null && via === 'certificate') {
      // A connection that was opened before the end does not outlive it.
      if (device.expiresAt < now()) return undefined;
    }
    if (now() - (device.lastSeenAt ?? 0) > seenEveryMs) noteSeen(device.name);
    return { name: device.name, role: device.role, via };
  }

  function noteSeen(name: string): void {
    try {
      devices.markSeen(name, now());
    } catch {
      // A full disk must not lock the family out; the status shows it.
    }
  }

  return request => {
    const { socket } = request;
    if (!(socket instanceof TLSSocket)) return undefined;
    const fingerprint = readFingerprint(socket);
    const byCertificate =
      fingerprint === undefined
        ? undefined
        : admit(devices.byFingerprint(fingerprint), 'certificate');
    if (byCertificate) return byCertificate;
    const token = isTotpAllowed ? readCookie(request.headers.cookie, sessionCookie) : undefined;
    const name = token === undefined ? undefined : sessions.find(token, now());
    return name === undefined ? undefined : admit(devices.get(name), 'totp');
  };
}

/** One cookie's value; undefined when it is not there, or there twice. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair.startsWith(`${name}=`));
  const [value] = values;
  return values.length === 1 ? value?.slice(name.length + 1) : undefined;
}
