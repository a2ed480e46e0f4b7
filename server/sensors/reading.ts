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
}

export interface LevelChange {
  record: LevelRecord;
  /** What is to be recorded; undefined for a change that only the live view shows. */
  event: EventKind | 'temperature' | undefined;
}

const active = new Set<Level | number>(['open', 'active']);

/**
 * What a reading means after the last one. A repeated level is nothing. The very first level of a
 * sensor is no event when it is at rest, and a trigger when it is not. A fault in between neither
 * hides nor doubles an event.
 */
export function judgeReading(
  previous: LevelRecord | undefined,
  { sensor, kind, value, at }: Reading,
): LevelChange | undefined {
  if (previous?.value === value) return undefined;
  const last = previous?.last;
  const isTrue = value !== 'fault' && value !== 'unknown';
  const record = { sensor, kind, value, since: at, last: isTrue ? value : last };
  if (!isTrue || value === last) return { record, event: undefined };
  if (typeof value === 'number') return { record, event: 'temperature' };
  if (active.has(value)) return { record, event: 'trigger' };
  return { record, event: last !== undefined && active.has(last) ? 'reset' : undefined };
}
