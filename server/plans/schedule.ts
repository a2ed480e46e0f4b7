import type { Weekday } from '../protocol.ts';
import type { TimeZone } from '../time-zone.ts';

/** What a moment of the day needs of the hub's zone. */
export type LocalTime = Pick<TimeZone, 'localDay' | 'offset'>;

/** A time of day on some days of the week. */
export interface Recurring {
  /** `HH:MM`, local. */
  at: string;
  days: readonly Weekday[];
}

export const everyDay: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** No zone is further from UTC, and none has two changes as near to each other. */
const farMs = 26 * hourMs;

/**
 * The first moment after `after`, epoch milliseconds; null when there is no day for it. A local time that
 * the day leaves out is taken at the first instant behind the gap, one that it has twice the first time.
 */
export function nextOccurrence(plan: Recurring, after: number, zone: LocalTime): number | null {
  for (let days = -1; days <= 8; days++) {
    const at = occurrenceOf(plan, shift(zone.localDay(after), days), zone);
    if (at !== null && at > after) return at;
  }
  return null;
}

/** The last moment up to `upTo` and on it; null when there is no day for it. */
export function lastOccurrence(plan: Recurring, upTo: number, zone: LocalTime): number | null {
  for (let days = 1; days >= -8; days--) {
    const at = occurrenceOf(plan, shift(zone.localDay(upTo), days), zone);
    if (at !== null && at <= upTo) return at;
  }
  return null;
}

function occurrenceOf({ at, days }: Recurring, day: string, zone: LocalTime): number | null {
  const weekday = everyDay[new Date(`${day}T00:00:00Z`).getUTCDay()];
  return weekday && days.includes(weekday) ? instantOf(day, at, zone) : null;
}

/** When the clocks of the zone first show this time of this day, or are put past it. */
function instantOf(day: string, time: string, zone: LocalTime): number {
  const local = Date.parse(`${day}T${time}:00Z`);
  const [before, after] = [zone.offset(local - farMs), zone.offset(local + farMs)];
  const fits = [local - before, local - after].filter(at => at + zone.offset(at) === local);
  if (fits.length > 0) return Math.min(...fits);
  // Left out: the clocks were put forward between these two.
  let [early, late] = [local - after, local - before].map(at => Math.floor(at / 1000));
  early ??= 0;
  late ??= 0;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (zone.offset(middle * 1000) === before) early = middle;
    else late = middle;
  }
  return late * 1000;
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
