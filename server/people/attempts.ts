import type { State } from '../state/state.ts';

/** So many wrong tries are free. */
export const freeTries = 5;
const windowMs = 15 * 60_000;
const longestMs = 24 * 3_600_000;

/** Counts wrong sign-ins under a key, such as an account or an address, across restarts. */
export interface Attempts {
  /** Milliseconds until the next try is looked at; 0 when it may be made now. */
  waitMs(keys: readonly string[], now: number): number;
  /** Returns how many tries in a row were wrong, by the key that has the most. */
  fail(keys: readonly string[], now: number): number;
  succeed(keys: readonly string[]): void;
}

/** Five tries in 15 minutes; after that each wrong one doubles the wait, up to a day. */
export function createAttempts(state: State): Attempts {
  const { query } = state;

  function read(key: string) {
    return state.first(query.selectFrom('attempts').selectAll().where('key', '=', key));
  }

  return {
    waitMs: (keys, now) => Math.max(0, ...keys.map(key => (read(key)?.blocked_until ?? 0) - now)),
    fail: (keys, now) =>
      state.transaction(() => {
        const isOver = query.deleteFrom('attempts').where('since', '<', now - longestMs);
        state.run(isOver.where('blocked_until', '<', now - longestMs));
        let most = 0;
        for (const key of keys) {
          const known = read(key);
          const isFresh =
            !known || (now - known.since > windowMs && now - known.blocked_until > windowMs);
          const failures = isFresh ? 1 : known.failures + 1;
          most = Math.max(most, failures);
          const blockMs =
            failures < freeTries ? 0 : Math.min(windowMs * 2 ** (failures - freeTries), longestMs);
          const row = {
            failures,
            since: isFresh ? now : known.since,
            blocked_until: blockMs > 0 ? now + blockMs : 0,
          };
          state.run(
            query
              .insertInto('attempts')
              .values({ key, ...row })
              .onConflict(conflict => conflict.column('key').doUpdateSet(row)),
          );
        }
        return most;
      }),
    succeed(keys) {
      state.run(query.deleteFrom('attempts').where('key', 'in', keys));
    },
  };
}
