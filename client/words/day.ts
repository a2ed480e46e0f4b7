import type { Mode } from '../../server/protocol.ts';
import type { DayLogState } from '../data/day-log.ts';
import { refusalWords } from './refusal.ts';

/** Beside the date: "96 events", "3,000 events so far", "not fetched". */
export function amountWords(log: DayLogState, shown: number): string {
  if (log.phase === 'loading') return log.loaded ? `${countWords(log.loaded)} so far` : 'looking';
  if (log.phase === 'failed' && log.events.length === 0) return 'not fetched';
  return countWords(shown);
}

/** In place of the list when there is nothing to list. */
export function emptyDayWords(
  log: DayLogState,
  day: { isToday: boolean; isFiltered: boolean; mode: Mode },
): string {
  if (log.phase === 'loading') return 'Looking through the day…';
  if (log.phase === 'failed') {
    return log.error?.status === 0
      ? 'This day cannot be shown: the house is out of reach.'
      : refusalWords(log.error);
  }
  if (day.isFiltered) return 'Nothing was recorded from this sensor on this day.';
  if (!day.isToday) return 'Nothing was recorded on this day.';
  return day.mode === 'off'
    ? 'Nothing is recorded while the mode is Off.'
    : 'Nothing has been recorded today.';
}

function countWords(count: number): string {
  return count === 1 ? '1 event' : `${count.toLocaleString('en-GB')} events`;
}
