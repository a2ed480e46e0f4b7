import { createHash, randomBytes } from 'node:crypto';
import type { State } from '../state/state.ts';

const dayMs = 24 * 3_600_000;
const touchMs = 3_600_000;

/**
 * How somebody without a certificate on the connection came in: by an authenticator, by a code that
 * a device with a certificate showed (the app on its Home Screen), or by a passkey.
 */
export type SessionVia = 'totp' | 'link' | 'passkey';

/** A session ends so long after it was last used. */
const idleMs: Record<SessionVia, number> = {
  totp: 30 * dayMs,
  passkey: 30 * dayMs,
  link: 90 * dayMs,
};

/** Times are epoch milliseconds. */
export interface SessionRow {
  /** Names it without opening anything. */
  id: string;
  person: string;
  /** Whose certificate vouched for it; null for a person's own sign-in. */
  device: string | null;
  via: SessionVia;
  /** What the browser calls itself. */
  agent: string;
  createdAt: number;
  seenAt: number;
}

/** Sign-ins without a certificate. The store holds hashes: a stolen backup opens nothing. */
export interface Sessions {
  /** Returns the token for the cookie. */
  create(session: Pick<SessionRow, 'person' | 'device' | 'via' | 'agent'>, now: number): string;
  /** The session of a token, while it is fresh. */
  find(token: string, now: number): SessionRow | undefined;
  end(token: string): void;
  /** Of a person, the latest used first. */
  list(person: string, now: number): SessionRow[];
  /** Ends one of a person's, or all but one. Returns how many ended. */
  endOne(person: string, id: string): number;
  endOthers(person: string, keep: string | undefined): number;
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function createSessions(state: State): Sessions {
  const { query } = state;
  const select = query
    .selectFrom('sessions')
    .select([
      'hash as id',
      'person',
      'device',
      'via',
      'agent',
      'created_at as createdAt',
      'seen_at as seenAt',
    ]);
  const readByHash = state.prepareRead(select.where('hash', '=', ''));

  function toSession(row: Omit<SessionRow, 'via'> & { via: string }): SessionRow {
    const { via } = row;
    return { ...row, via: via === 'link' || via === 'passkey' ? via : 'totp' };
  }

  function isFresh({ via, seenAt }: SessionRow, now: number): boolean {
    return now - seenAt <= idleMs[via];
  }

  function touch(hash: string, now: number): void {
    try {
      state.run(query.updateTable('sessions').set({ seen_at: now }).where('hash', '=', hash));
    } catch {
      // A full disk must not lock the family out; the status shows it.
    }
  }

  return {
    create({ person, device, via, agent }, now) {
      const token = randomBytes(32).toString('base64url');
      state.run(query.deleteFrom('sessions').where('seen_at', '<', now - idleMs.link));
      const times = { created_at: now, seen_at: now };
      const row = { person, device, via, agent: agent.slice(0, 200), ...times };
      state.run(query.insertInto('sessions').values({ hash: hashToken(token), ...row }));
      return token;
    },
    find(token, now) {
      const [row] = readByHash(hashToken(token));
      const session = row && toSession(row);
      if (!session || !isFresh(session, now)) return undefined;
      if (now - session.seenAt > touchMs) touch(session.id, now);
      return session;
    },
    end(token) {
      state.run(query.deleteFrom('sessions').where('hash', '=', hashToken(token)));
    },
    list: (person, now) =>
      state
        .all(select.where('person', '=', person).orderBy('seen_at', 'desc'))
        .map(toSession)
        .filter(session => isFresh(session, now)),
    endOne: (person, id) =>
      state.run(query.deleteFrom('sessions').where('person', '=', person).where('hash', '=', id)),
    endOthers: (person, keep) => {
      const own = query.deleteFrom('sessions').where('person', '=', person);
      return state.run(own.where('hash', '!=', keep ?? ''));
    },
  };
}
