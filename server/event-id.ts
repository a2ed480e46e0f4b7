import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** What one id takes. */
const randomBytes = 16;

/**
 * Makes UUIDv7 whose time is the event's own and whose order within a millisecond is the order of
 * making, so that sorting by time and id is sorting as it happened. One counter serves all times:
 * those of two sensors may go back and forth by a millisecond.
 *
 * @param start where the counter of an earlier run was, for times that come again
 */
export function createEventIds(start = 0): (at: number) => string {
  let sequence = start;
  // Asking the system for each id's few bytes would take ten times longer than making the id.
  const pool = new Uint8Array(256 * randomBytes);
  let used = pool.length;
  return at => {
    sequence = (sequence + 1) % 2 ** 32;
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const random = pool.subarray(used, used + randomBytes);
    used += randomBytes;
    return v7({ msecs: at, seq: sequence, random });
  };
}
