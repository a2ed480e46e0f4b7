import type { EventKind, Level, SensorKind } from '../protocol.ts';
import type { LevelRecord } from '../state/levels.ts';

/** A level that a sensor is at from `at` (epoch milliseconds) on: filtered, but perhaps not new. */
export interface Reading {
  sensor: string;
  kind: SensorKind;
  value: Level | number;
  at: number;
  /** Of a sensor that is not to be believed yet. */
  isWarmingUp?: true;
  /** Of a value that is read again and again, changed or not: when, on the steady clock. */
  sampledAt?: number;
  /** Of a time when nobody was to be alerted. */
  isPast?: true;
  /** What is wrong, and the fix, of a fault. */
  detail?: string;
}

export interface LevelChange {
  record: LevelRecord;
  /** What is to be recorded; undefined for a change that only the live view shows. */
  event: EventKind | 'temperature' | undefined;
}

/** A sample is recorded when it is so many degrees from the last that was, or so long after it. */
const leastChange = 0.1;
const longestGapMs = 5 * 60_000;

const active = new Set<Level | number>(['open', 'active']);

/**
 * What a reading means after the last one. A repeated level is nothing; a sample now and then, so that the
 * mean of an hour is that of the hour. The very first level of a
 * sensor is no event when it is at rest, and a trigger when it is not. A fault in between neither
 * hides nor doubles an event.
 */
export function judgeReading(
  previous: LevelRecord | undefined,
  { sensor, kind, value, at, sampledAt }: Reading,
): LevelChange | undefined {
  if (typeof value === 'number' && sampledAt !== undefined) {
    if (previous && isRepeated(previous, value, at)) return undefined;
    return { record: { sensor, kind, value, since: at, last: value }, event: 'temperature' };
  }
  if (previous?.value === value) return undefined;
  const last = previous?.last;
  const isTrue = value !== 'fault' && value !== 'unknown';
  const record = { sensor, kind, value, since: at, last: isTrue ? value : last };
  if (!isTrue || value === last) return { record, event: undefined };
  if (typeof value === 'number') return { record, event: 'temperature' };
  if (active.has(value)) return { record, event: 'trigger' };
  return { record, event: last !== undefined && active.has(last) ? 'reset' : undefined };
}

/** A clock that was set back is a gap too. */
function isRepeated({ value: before, since }: LevelRecord, value: number, at: number): boolean {
  if (typeof before !== 'number' || Math.abs(at - since) >= longestGapMs) return false;
  // Sixteenths of a degree have no exact tenths.
  return Math.abs(value - before) < leastChange - 1e-9;
}
