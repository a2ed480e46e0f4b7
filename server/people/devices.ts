import type { Role } from '../protocol.ts';
import type { State } from '../state/state.ts';
import { type Device, selectDevices, toDevice } from './device-row.ts';
import { createPersons, retireSerial } from './persons.ts';

export type { Device } from './device-row.ts';

/** What a certificate is entered with. */
export interface Certificate {
  fingerprint: string;
  serial: string;
  issuedAt: number;
  expiresAt: number;
}

interface NewDevice extends Certificate {
  name: string;
  /** Its owner, who becomes one of the house; the device's own name when not given. */
  person?: string;
  role: Role;
  issuedBy?: string;
}

/** Which devices may come in. Read on every request, so that a revocation counts at once. */
export interface Devices {
  /** @throws when the name is taken */
  add(device: NewDevice): void;
  /** A new certificate for the same device; the old one is refused from now on. */
  replace(device: NewDevice): boolean;
  /** A new certificate beside the old one, which ends once the new one is presented. */
  offer(name: string, next: Certificate, issuedBy: string): boolean;
  /** The new certificate was presented: the old one is refused from now on. */
  promote(name: string, at: number): void;
  /** Takes back a certificate that nobody fetched. */
  withdraw(name: string, fingerprint: string, at: number): void;
  /**
   * Ends the device, and every way in of its owner but their other devices' certificates: whoever has
   * the phone has the authenticator in it. False when there is no such live device.
   */
  revoke(name: string, at: number): boolean;
  /** Shuts it out until an admin lets it in again; likewise the sessions that may live on it. */
  suspend(name: string, by: string, at: number, keepSession?: string): boolean;
  lift(name: string): boolean;
  rename(name: string, to: string): void;
  get(name: string): Device | null;
  list(): Device[];
  byFingerprint(fingerprint: string): Device | null;
  /** Serials that are refused although they have not ended. */
  retired(): { serial: string; retiredAt: number }[];
  markSeen(name: string, at: number): void;
  mark(name: string, what: 'app' | 'away', at: number): void;
}

export function createDevices(state: State): Devices {
  const { query } = state;
  const persons = createPersons(state);
  const select = selectDevices(query);
  // One of them is asked on every request.
  const readByFingerprint = state.prepareLookup(select.where('devices.fingerprint', '=', ''));
  const readByNext = state.prepareLookup(select.where('devices.next_fingerprint', '=', ''));
  const readByName = state.prepareLookup(select.where('devices.name', '=', ''));
  const noNext = {
    next_fingerprint: null,
    next_serial: null,
    next_issued_at: null,
    next_expires_at: null,
  };

  function update(name: string) {
    return query.updateTable('devices').where('name', '=', name);
  }

  function serials(name: string): (string | null)[] {
    const row = state.first(
      query.selectFrom('devices').select(['serial', 'next_serial']).where('name', '=', name),
    );
    return row ? [row.serial, row.next_serial] : [];
  }

  function retire(serial: string | null | undefined, at: number): void {
    if (serial) retireSerial(state, serial, at);
  }

  const devices: Devices = {
    add: ({ name, person = name, role, fingerprint, serial, issuedAt, expiresAt, issuedBy = '' }) =>
      state.transaction(() => {
        persons.set(person, role, issuedAt);
        const made = { issued_at: issuedAt, expires_at: expiresAt, issued_by: issuedBy };
        const row = { name, person, fingerprint, serial, ...made };
        state.run(query.insertInto('devices').values({ ...row, ...untouched, ...noNext }));
      }),
    replace: ({ name, role, fingerprint, serial, issuedAt, expiresAt, issuedBy = '' }) =>
      state.transaction(() => {
        const known = devices.get(name);
        if (!known) return false;
        for (const old of serials(name)) retire(old, issuedAt);
        persons.set(known.person, role, issuedAt);
        const made = { issued_at: issuedAt, expires_at: expiresAt, issued_by: issuedBy };
        const row = { fingerprint, serial, ...made, revoked_at: null, ...notSuspended, ...noNext };
        return state.run(update(name).set(row)) > 0;
      }),
    offer: (name, { fingerprint, serial, issuedAt, expiresAt }, issuedBy) => {
      const next = {
        next_fingerprint: fingerprint,
        next_serial: serial,
        next_issued_at: issuedAt,
        next_expires_at: expiresAt,
      };
      const set = update(name).set({ ...next, issued_by: issuedBy });
      return state.run(set.where('revoked_at', 'is', null)) > 0;
    },
    promote: (name, at) =>
      state.transaction(() => {
        retire(serials(name)[0], at);
        const next = query.selectFrom('devices').where('name', '=', name);
        const found = state.first(
          next.select(['next_fingerprint', 'next_serial', 'next_issued_at', 'next_expires_at']),
        );
        if (!found?.next_fingerprint || found.next_serial === null) return;
        const row = {
          fingerprint: found.next_fingerprint,
          serial: found.next_serial,
          issued_at: found.next_issued_at ?? at,
          expires_at: found.next_expires_at ?? at,
        };
        state.run(update(name).set({ ...row, ...noNext }));
      }),
    withdraw: (name, fingerprint, at) =>
      state.transaction(() => {
        state.run(update(name).set(noNext).where('next_fingerprint', '=', fingerprint));
        const unused = query.deleteFrom('devices').where('name', '=', name);
        state.run(unused.where('fingerprint', '=', fingerprint).where('seen_at', 'is', null));
        state.run(update(name).set({ revoked_at: at }).where('fingerprint', '=', fingerprint));
      }),
    revoke: (name, at) =>
      state.transaction(() => {
        const device = devices.get(name);
        if (!device || device.revokedAt !== null) return false;
        for (const serial of serials(name)) retire(serial, at);
        endSessionsOf(name);
        persons.endSpareKeys(device.person);
        return state.run(update(name).set({ revoked_at: at, ...noNext })) > 0;
      }),
    suspend: (name, by, at, keepSession) =>
      state.transaction(() => {
        const device = devices.get(name);
        if (!device || device.revokedAt !== null || device.suspendedAt !== null) return false;
        const own = query.deleteFrom('sessions').where('person', '=', device.person);
        state.run(own.where('device', 'is', null).where('hash', '!=', keepSession ?? ''));
        return state.run(update(name).set({ suspended_at: at, suspended_by: by })) > 0;
      }),
    lift: name => {
      const set = update(name).set(notSuspended);
      return state.run(set.where('suspended_at', 'is not', null)) > 0;
    },
    rename(name, to) {
      state.run(update(name).set({ name: to }));
    },
    get(name) {
      const row = readByName(name);
      return row ? toDevice(row) : null;
    },
    list: () => state.all(select.orderBy('devices.name')).map(toDevice),
    byFingerprint(fingerprint) {
      const row = readByFingerprint(fingerprint) ?? readByNext(fingerprint);
      return row ? toDevice(row) : null;
    },
    retired: () =>
      state.all(query.selectFrom('retired_serials').select(['serial', 'retired_at as retiredAt'])),
    markSeen(name, at) {
      state.run(update(name).set({ seen_at: at }));
    },
    mark(name, what, at) {
      state.run(update(name).set(what === 'app' ? { app_at: at } : { away_at: at }));
    },
  };
  return devices;

  function endSessionsOf(device: string): void {
    state.run(query.deleteFrom('sessions').where('device', '=', device));
  }
}

const notSuspended = { suspended_at: null, suspended_by: null };

const untouched = {
  revoked_at: null,
  ...notSuspended,
  seen_at: null,
  app_at: null,
  away_at: null,
};
