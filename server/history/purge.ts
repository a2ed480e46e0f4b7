import type { Clock } from '../clock.ts';
import type { History } from './history.ts';
import { rowsBegin } from './temperature-series.ts';

const dayMs = 24 * 3_600_000;
/** A long backlog goes bit by bit, so that neither new events nor a stop wait for it. */
const batches = 40;

/**
 * Once a day, drops what has been kept long enough. Not by a clock that may be years ahead.
 */
export function createPurge(
  clock: Clock,
  isClockTrusted: () => boolean,
): (history: Pick<History, 'purgeTemperatures'>) => Promise<void> {
  let doneAt = Number.NEGATIVE_INFINITY;
  return async history => {
    const now = clock.steady();
    if (now - doneAt < dayMs || !isClockTrusted()) return;
    if (await history.purgeTemperatures(rowsBegin(clock.wall()), batches)) doneAt = now;
  };
}
