import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayOf,
  isDay,
  lastDayOf,
  startOfDay,
  weeksOf,
} from '../../client/data/calendar.ts';

const hours = (day: string, timeZone: string) =>
  (startOfDay(addDays(day, 1), timeZone) - startOfDay(day, timeZone)) / 3_600_000;

describe('startOfDay', () => {
  it('knows days of 23 and 25 hours', () => {
    expect(hours('2026-10-04', 'Australia/Melbourne')).toBe(23);
    expect(hours('2026-04-05', 'Australia/Melbourne')).toBe(25);
    expect(hours('2026-11-24', 'Australia/Melbourne')).toBe(24);
  });

  it('begins at one o’clock where clocks jump at midnight', () => {
    expect(new Date(startOfDay('2026-09-06', 'America/Santiago')).toISOString()).toBe(
      '2026-09-06T04:00:00.000Z',
    );
  });

  it('is the first instant of its day, in any zone', () => {
    const zones = [
      'Australia/Melbourne',
      'Europe/Berlin',
      'America/Santiago',
      'Asia/Kathmandu',
      'UTC',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2035-01-01') }),
        fc.constantFrom(...zones),
        (atMs, timeZone) => {
          const day = dayOf(atMs, timeZone);
          const start = startOfDay(day, timeZone);
          expect(dayOf(start, timeZone)).toBe(day);
          expect(dayOf(start - 1, timeZone)).toBe(addDays(day, -1));
        },
      ),
    );
  });
});

describe('months', () => {
  it('cross the end of the year', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(lastDayOf('2028-02')).toBe('2028-02-29');
  });

  it('show each of their days once, in weeks that begin on Monday', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01']);
    expect(weeks.every(week => week.length === 7)).toBe(true);
    expect(weeks.flat().filter(day => day !== null)).toHaveLength(30);
  });
});

describe('isDay', () => {
  it('refuses what is not a day of the calendar', () => {
    expect(isDay('2026-11-24')).toBe(true);
    expect(isDay('2026-02-30')).toBe(false);
    expect(isDay('today')).toBe(false);
    expect(isDay('')).toBe(false);
  });
});
