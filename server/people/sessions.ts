import { createHash, randomBytes } from 'node:crypto';
import type { State } from '../state/state.ts';

/** A session ends so long after it was last used. */
const idleMs = 30 * 24 * 3_600_000;
const touchMs = 3_600_000;

/** Sign-ins without a certificate. The store holds hashes: a stolen backup opens nothing. */
export interface Sessions {
  /** Returns the token for the cookie. */
  create(name: string, now: number): string;
  /** The name it was made for, while it is fresh. */
  find(token: string, now: number): string | undefined;
  end(token: string): void;
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function createSessions(state: State): Sessions {
  const { query } = state;

  function touch(hash: string, now: number): void {
    try {
      state.run(query.updateTable('sessions').set({ seen_at: now }).where('hash', '=', hash));
    } catch {
      // A full disk must not lock the family out; the status shows it.
    }
  }

  return {
    create(name, now) {
      const token = randomBytes(32).toString('base64url');
      const row = { hash: hashToken(token), name, created_at: now, seen_at: now };
      state.run(query.deleteFrom('sessions').where('seen_at', '<', now - idleMs));
      state.run(query.insertInto('sessions').values(row));
      return token;
    },
    find(token, now) {
      const hash = hashToken(token);
      const row = state.first(query.selectFrom('sessions').selectAll().where('hash', '=', hash));
      if (!row || now - row.seen_at > idleMs) return undefined;
      if (now - row.seen_at > touchMs) touch(hash, now);
      return row.name;
    },
    end(token) {
      state.run(query.deleteFrom('sessions').where('hash', '=', hashToken(token)));
    },
  };
}
