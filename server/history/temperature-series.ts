import type { JournalRow } from '../state/journal.ts';
import type { Range, TemperatureBucket } from './history.ts';
import { hourMs, hourOf } from './temperature-hours.ts';

/** Rows of temperatures are kept so long; their hours for ever. */
const rowsKeptMs = 30 * 24 * hourMs;

/** Rows before this may be dropped: the beginning of an hour. */
export function rowsBegin(now: number): number {
  return hourOf(now - rowsKeptMs);
}

/** How a range is asked for. */
export interface Cut extends Range {
  bucketMs: number;
  source: 'rows' | 'hours';
}

/**
 * So many stretches at most, made of rows where there are all of them and an hour would be too coarse. Made of
 * hours they are whole hours, of which the first may begin before the range.
 */
export function cutRange({ from, to }: Range, points: number, now: number): Cut {
  const bucketMs = Math.ceil((to - from) / points);
  if (bucketMs < hourMs && from >= rowsBegin(now)) return { from, to, bucketMs, source: 'rows' };
  const start = hourOf(from);
  const hours = Math.ceil((to - start) / points / hourMs);
  return { from: start, to, bucketMs: hours * hourMs, source: 'hours' };
}

/** Adds rows that are not stored yet. */
export function addRows(
  stored: readonly TemperatureBucket[],
  rows: readonly Pick<JournalRow, 'at' | 'value'>[],
  { from, bucketMs }: Cut,
): TemperatureBucket[] {
  const indexOf = (at: number) => Math.floor((at - from) / bucketMs);
  const buckets = new Map(stored.map(bucket => [indexOf(bucket.at), bucket]));
  for (const { at, value } of rows) {
    const known = buckets.get(indexOf(at));
    buckets.set(indexOf(at), {
      at: Math.min(at, known?.at ?? at),
      low: Math.min(value, known?.low ?? value),
      high: Math.max(value, known?.high ?? value),
      sum: (known?.sum ?? 0) + value,
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...buckets.values()].sort((a, b) => a.at - b.at);
}
