import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Role } from '../protocol.ts';
import { readClientCertificate } from './client-certificate.ts';
import type { Device, Devices } from './devices.ts';
import { isHomeAddress } from './network.ts';
import type { Persons } from './persons.ts';
import type { Sessions, SessionVia } from './sessions.ts';

/** Who a request comes from. */
export interface Identity {
  /** The person's. */
  name: string;
  role: Role;
  via: 'certificate' | SessionVia;
  /** The device whose certificate vouches for it; null for a person's own sign-in. */
  device: string | null;
  /** When that certificate ends, epoch milliseconds; null without one. */
  expiresAt: number | null;
  /** Names the certificate or the session; opens nothing. */
  credential: string;
}

export const sessionCookie = '__Host-sid';

/** Decides who a request comes from; undefined is a stranger. Called on every request. */
export type Identify = (request: IncomingMessage) => Identity | undefined;

export interface Identities {
  identify: Identify;
  /** Whether the certificate of this connection still lets its device in. */
  isLetIn(socket: TLSSocket): boolean;
}

interface Rooms {
  devices: Devices;
  persons: Persons;
  sessions: Sessions;
  isClockTrusted: () => boolean;
  isTotpAllowed: boolean;
  now: () => number;
}

const seenEveryMs = 60_000;

export function createIdentities(rooms: Rooms): Identities {
  const { devices, persons, sessions, isClockTrusted, isTotpAllowed, now } = rooms;
  // A connection's certificate cannot change, since renegotiation is off; its device can.
  const fingerprints = new WeakMap<TLSSocket, string>();

  function readFingerprint(socket: TLSSocket): string | undefined {
    const known = fingerprints.get(socket);
    if (known !== undefined) return known;
    const fingerprint = readClientCertificate(socket, isClockTrusted());
    if (fingerprint !== undefined) fingerprints.set(socket, fingerprint);
    return fingerprint;
  }

  function isOver(endsAt: number | null): boolean {
    return endsAt !== null && isClockTrusted() && endsAt < now();
  }

  function isLive(device: Device | null): device is Device {
    return (
      device !== null &&
      device.revokedAt === null &&
      device.suspendedAt === null &&
      !isOver(device.endsAt)
    );
  }

  function byCertificate(socket: TLSSocket): Identity | undefined {
    const fingerprint = readFingerprint(socket);
    const device = fingerprint === undefined ? null : devices.byFingerprint(fingerprint);
    if (fingerprint === undefined || !isLive(device)) return undefined;
    const isNext = fingerprint === device.nextFingerprint;
    const expiresAt = isNext ? (device.nextExpiresAt ?? 0) : device.expiresAt;
    // A connection that was opened before the end does not outlive it.
    if (isOver(expiresAt)) return undefined;
    if (isNext) note(() => devices.promote(device.name, now()));
    noteSeen(device, socket);
    const { name, person, role } = device;
    return {
      ...{ name: person, role, via: 'certificate', device: name, expiresAt },
      credential: fingerprint,
    };
  }

  function bySession(request: IncomingMessage, socket: TLSSocket): Identity | undefined {
    const token = readCookie(request.headers.cookie, sessionCookie);
    const session = token === undefined ? undefined : sessions.find(token, now());
    if (!session) return undefined;
    const { via, id: credential } = session;
    if (session.device !== null) {
      const device = devices.get(session.device);
      if (!isLive(device) || isOver(device.expiresAt)) return undefined;
      noteSeen(device, socket);
      const { name, person, role, expiresAt } = device;
      return { name: person, role, via, device: name, expiresAt, credential };
    }
    const person = persons.get(session.person);
    if (!person || isOver(person.endsAt) || (via === 'totp' && !isTotpAllowed)) return undefined;
    const { name, role } = person;
    return { name, role, via, device: null, expiresAt: null, credential };
  }

  function noteSeen({ name, lastSeenAt, awayAt }: Device, { remoteAddress }: TLSSocket): void {
    if (now() - (lastSeenAt ?? 0) > seenEveryMs) note(() => devices.markSeen(name, now()));
    if (now() - (awayAt ?? 0) > seenEveryMs && !isHomeAddress(remoteAddress)) {
      note(() => devices.mark(name, 'away', now()));
    }
  }

  /** A full disk must not lock the family out; the status shows it. */
  function note(write: () => void): void {
    try {
      write();
    } catch {}
  }

  return {
    identify(request) {
      const { socket } = request;
      if (!(socket instanceof TLSSocket)) return undefined;
      return byCertificate(socket) ?? bySession(request, socket);
    },
    isLetIn: socket => byCertificate(socket) !== undefined,
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
