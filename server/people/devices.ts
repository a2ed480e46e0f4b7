import type { Role } from '../protocol.ts';
import type { State } from '../state/state.ts';

/** A device of the family, or a person without a certificate. Times are epoch milliseconds. */
export interface Device {
  name: string;
  role: Role;
  /** SHA-256 of the certificate, lower-case hex without colons. */
  fingerprint: string | null;
  serial: string | null;
  issuedAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  lastSeenAt: number | null;
}

interface NewDevice {
  name: string;
  role: Role;
  fingerprint: string | null;
  serial: string | null;
  issuedAt: number;
  expiresAt: number | null;
}

/** Who may come in. Read on every request, so that a revocation counts at once. */
export interface Devices {
  /** @throws when the name is taken */
  add(device: NewDevice): void;
  /** A new certificate for the same device; the old one is refused from now on. */
  replace(device: NewDevice): boolean;
  /** Ends the device, its sessions and its authenticator. False when there is no such live device. */
  revoke(name: string, at: number): boolean;
  get(name: string): Device | null;
  list(): Device[];
  byFingerprint(fingerprint: string): Device | null;
  markSeen(name: string, at: number): void;
}

export function createDevices(state: State): Devices {
  const { query } = state;
  const columns = [
    'name',
    'role',
    'fingerprint',
    'serial',
    'issued_at as issuedAt',
    'expires_at as expiresAt',
    'revoked_at as revokedAt',
    'seen_at as lastSeenAt',
  ] as const;
  const select = query.selectFrom('devices').select(columns);
  // One of them is asked on every request.
  const readByFingerprint = state.prepareLookup(select.where('fingerprint', '=', ''));
  const readByName = state.prepareLookup(select.where('name', '=', ''));

  function toDevice(row: Omit<Device, 'role'> & { role: string }): Device {
    // A role that is not known gets the least.
    const role = row.role === 'admin' || row.role === 'member' ? row.role : 'guest';
    return { ...row, role };
  }

  function endAccess(name: string): void {
    state.run(query.deleteFrom('sessions').where('name', '=', name));
    state.run(query.deleteFrom('recovery_codes').where('name', '=', name));
    state.run(query.deleteFrom('totp').where('name', '=', name));
  }

  return {
    add({ name, role, fingerprint, serial, issuedAt, expiresAt }) {
      state.run(
        query.insertInto('devices').values({
          name,
          role,
          fingerprint,
          serial,
          issued_at: issuedAt,
          expires_at: expiresAt,
          revoked_at: null,
          seen_at: null,
        }),
      );
    },
    replace: ({ name, role, fingerprint, serial, issuedAt, expiresAt }) =>
      state.run(
        query
          .updateTable('devices')
          .set({
            role,
            fingerprint,
            serial,
            issued_at: issuedAt,
            expires_at: expiresAt,
            revoked_at: null,
          })
          .where('name', '=', name),
      ) > 0,
    revoke: (name, at) =>
      state.transaction(() => {
        endAccess(name);
        const update = query.updateTable('devices').set({ revoked_at: at });
        return state.run(update.where('name', '=', name).where('revoked_at', 'is', null)) > 0;
      }),
    get(name) {
      const row = readByName(name);
      return row ? toDevice(row) : null;
    },
    list: () => state.all(select.orderBy('name')).map(toDevice),
    byFingerprint(fingerprint) {
      const row = readByFingerprint(fingerprint);
      return row ? toDevice(row) : null;
    },
    markSeen(name, at) {
      state.run(query.updateTable('devices').set({ seen_at: at }).where('name', '=', name));
    },
  };
}
