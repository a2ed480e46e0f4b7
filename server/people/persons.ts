import type { Role } from '../protocol.ts';
import type { State } from '../state/state.ts';

/** Somebody of the house. Times are epoch milliseconds. */
export interface Person {
  name: string;
  role: Role;
  createdAt: number;
  /** From then on nothing of theirs is let in; null for good. */
  endsAt: number | null;
}

/** What a person had when they were removed. */
interface Endings {
  devices: string[];
  sessions: number;
  hadAuthenticator: boolean;
  recoveryCodes: number;
  passkeys: number;
}

/** The people of the house. Whoever was removed is not among them. */
export interface Persons {
  /** Adds somebody, also one who was removed before, or changes the role of one who is there. */
  set(name: string, role: Role, at: number): void;
  get(name: string): Person | null;
  list(): Person[];
  setEnd(name: string, endsAt: number | null): void;
  /** Ends everything but certificates that a person can come in with, and returns what there was. */
  endSpareKeys(name: string, keepSession?: string): Omit<Endings, 'devices'>;
  /** Ends the person and all that is theirs. Null when there is no such person. */
  remove(name: string, at: number): Endings | null;
  /** How many spare keys there are. */
  spareKeys(name: string): { hasAuthenticator: boolean; recoveryCodes: number; passkeys: number };
}

export function createPersons(state: State): Persons {
  const { query } = state;
  const select = query
    .selectFrom('people')
    .select(['name', 'role', 'created_at as createdAt', 'ends_at as endsAt'])
    .where('removed_at', 'is', null);

  function count(table: 'recovery_codes' | 'passkeys' | 'totp', person: string): number {
    const found = query.selectFrom(table).select(query.fn.countAll<number>().as('count'));
    const mine = found.where('person', '=', person);
    const unused = table === 'recovery_codes' ? mine.where('used_at', 'is', null) : mine;
    return state.first(unused)?.count ?? 0;
  }

  const persons: Persons = {
    set(name, role, at) {
      const none = { ends_at: null, removed_at: null, pin: null, duress_pin: null };
      const fresh = { role, created_at: at, ...none };
      const change = persons.get(name) ? { role } : fresh;
      state.run(
        query
          .insertInto('people')
          .values({ name, ...fresh })
          .onConflict(conflict => conflict.column('name').doUpdateSet(change)),
      );
    },
    get(name) {
      const row = state.first(select.where('name', '=', name));
      return row ? { ...row, role: toRole(row.role) } : null;
    },
    list: () => state.all(select.orderBy('name')).map(row => ({ ...row, role: toRole(row.role) })),
    setEnd(name, endsAt) {
      state.run(query.updateTable('people').set({ ends_at: endsAt }).where('name', '=', name));
    },
    endSpareKeys: (name, keepSession) =>
      state.transaction(() => {
        const { hasAuthenticator, ...counts } = persons.spareKeys(name);
        const own = query.deleteFrom('sessions').where('person', '=', name);
        const sessions = state.run(
          own.where('device', 'is', null).where('hash', '!=', keepSession ?? ''),
        );
        state.run(query.deleteFrom('totp').where('person', '=', name));
        state.run(query.deleteFrom('duress_totp').where('person', '=', name));
        state.run(query.deleteFrom('recovery_codes').where('person', '=', name));
        state.run(query.deleteFrom('passkeys').where('person', '=', name));
        return { ...counts, sessions, hadAuthenticator: hasAuthenticator };
      }),
    remove: (name, at) =>
      state.transaction(() => {
        if (!persons.get(name)) return null;
        const mine = query
          .selectFrom('devices')
          .select(['name', 'serial', 'next_serial'])
          .where('person', '=', name)
          .where('revoked_at', 'is', null);
        const devices = state.all(mine);
        const linked = query.deleteFrom('sessions').where('person', '=', name);
        const linkedCount = state.run(linked.where('device', 'is not', null));
        const ended = persons.endSpareKeys(name);
        for (const { serial, next_serial } of devices) {
          retireSerial(state, serial, at);
          if (next_serial !== null) retireSerial(state, next_serial, at);
        }
        const revoke = query.updateTable('devices').set({ revoked_at: at });
        state.run(revoke.where('person', '=', name).where('revoked_at', 'is', null));
        // Whoever comes later under this name is told nothing at their number.
        state.run(query.deleteFrom('contacts').where('person', '=', name));
        state.run(query.deleteFrom('subscriptions').where('person', '=', name));
        const gone = { removed_at: at, pin: null, duress_pin: null };
        state.run(query.updateTable('people').set(gone).where('name', '=', name));
        return {
          ...ended,
          devices: devices.map(device => device.name),
          sessions: ended.sessions + linkedCount,
        };
      }),
    spareKeys: name => ({
      hasAuthenticator: count('totp', name) > 0,
      recoveryCodes: count('recovery_codes', name),
      passkeys: count('passkeys', name),
    }),
  };
  return persons;
}

/** A role that is not known gets the least. */
export function toRole(role: string): Role {
  return role === 'admin' || role === 'member' ? role : 'guest';
}

/** From now on the certificate belongs on a revocation list. */
export function retireSerial(state: State, serial: string, at: number): void {
  const insert = state.query.insertInto('retired_serials').values({ serial, retired_at: at });
  state.run(insert.onConflict(conflict => conflict.doNothing()));
}
