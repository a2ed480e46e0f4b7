import type { State } from '../state/state.ts';

/** A WebAuthn credential. Times are epoch milliseconds. */
interface Passkey {
  /** The credential's id, base64url. */
  id: string;
  person: string;
  /** COSE, base64url. */
  publicKey: string;
  counter: number;
  /** JSON. */
  transports: string;
  label: string;
  createdAt: number;
  usedAt: number | null;
}

export interface Passkeys {
  add(passkey: Omit<Passkey, 'usedAt'>): void;
  get(id: string): Passkey | null;
  list(person: string): Passkey[];
  noteUse(id: string, counter: number, at: number): void;
  remove(person: string, id: string): boolean;
}

export function createPasskeys(state: State): Passkeys {
  const { query } = state;
  const select = query
    .selectFrom('passkeys')
    .select([
      'id',
      'person',
      'public_key as publicKey',
      'counter',
      'transports',
      'label',
      'created_at as createdAt',
      'used_at as usedAt',
    ]);

  return {
    add({ id, person, publicKey, counter, transports, label, createdAt }) {
      const row = { id, person, counter, transports, label, created_at: createdAt, used_at: null };
      state.run(query.insertInto('passkeys').values({ ...row, public_key: publicKey }));
    },
    get: id => state.first(select.where('id', '=', id)) ?? null,
    list: person => state.all(select.where('person', '=', person).orderBy('created_at')),
    noteUse(id, counter, at) {
      state.run(query.updateTable('passkeys').set({ counter, used_at: at }).where('id', '=', id));
    },
    remove: (person, id) =>
      state.run(query.deleteFrom('passkeys').where('person', '=', person).where('id', '=', id)) > 0,
  };
}
