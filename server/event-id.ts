import { v7 } from 'uuid';

/**
 * Makes UUIDv7 whose time is the event's own and whose order within a millisecond is the order of
 * making, so that sorting by time and id is sorting as it happened.
 */
export function createEventIds(): (at: number) => string {
  let lastAt = Number.NaN;
  let sequence = 0;
  return at => {
    sequence = at === lastAt ? sequence + 1 : 0;
    lastAt = at;
    return v7({ msecs: at, seq: sequence });
  };
}
