import type { Role } from '../protocol.ts';
import type { State } from '../state/state.ts';
import { toRole } from './persons.ts';

/** A phone or computer that holds a certificate. Times are epoch milliseconds. */
export interface Device {
  name: string;
  /** Whose it is. */
  person: string;
  /** The person's. */
  role: Role;
  /** The person's end. */
  endsAt: number | null;
  /** SHA-256 of the certificate, lower-case hex without colons. */
  fingerprint: string;
  serial: string;
  issuedAt: number;
  expiresAt: number;
  /** Who issued it last; empty for whoever typed a command on the hub. */
  issuedBy: string;
  revokedAt: number | null;
  suspendedAt: number | null;
  suspendedBy: string | null;
  lastSeenAt: number | null;
  /** When the app was last opened from its Home Screen. */
  appAt: number | null;
  /** When it last came from outside the home network. */
  awayAt: number | null;
  /** Of a renewed certificate that was not presented yet. */
  nextFingerprint: string | null;
  nextExpiresAt: number | null;
}

/** Devices with what is their owner's. */
export function selectDevices(query: State['query']) {
  return query
    .selectFrom('devices')
    .innerJoin('people', 'people.name', 'devices.person')
    .select([
      'devices.name',
      'devices.person',
      'people.role',
      'people.ends_at as endsAt',
      'devices.fingerprint',
      'devices.serial',
      'devices.issued_at as issuedAt',
      'devices.expires_at as expiresAt',
      'devices.issued_by as issuedBy',
      'devices.revoked_at as revokedAt',
      'devices.suspended_at as suspendedAt',
      'devices.suspended_by as suspendedBy',
      'devices.seen_at as lastSeenAt',
      'devices.app_at as appAt',
      'devices.away_at as awayAt',
      'devices.next_fingerprint as nextFingerprint',
      'devices.next_expires_at as nextExpiresAt',
    ]);
}

export function toDevice(row: Omit<Device, 'role'> & { role: string }): Device {
  return { ...row, role: toRole(row.role) };
}
