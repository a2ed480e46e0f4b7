import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, createTimeZone, isDay } from '../server/time-zone.ts';

const hour = 3_600_000;

describe('a time zone', () => {
  it.each([
    ['America/Toronto', '2023-03-12', 23],
    ['America/Toronto', '2023-11-05', 25],
    ['Australia/Melbourne', '2026-10-04', 23],
    ['Australia/Melbourne', '2026-04-05', 25],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['America/Sao_Paulo', '2018-11-04', 23],
    ['Pacific/Apia', '2011-12-30', 0],
    ['UTC', '2024-02-29', 24],
  ])('%s has on %s a day of %d hours', (name, day, hours) => {
    const zone = createTimeZone(name);
    expect(zone.startOfDay(addDays(day, 1)) - zone.startOfDay(day)).toBe(hours * hour);
  });

  it('puts the first instant into the day and the one before it outside', () => {
    const zones = ['America/Toronto', 'Australia/Melbourne', 'Asia/Kolkata', 'Pacific/Kiritimati'];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 84_000 }), (name, n) => {
        const zone = createTimeZone(name);
        const day = addDays('1970-01-02', n);
        const start = zone.startOfDay(day);
        expect(zone.localDay(start) >= day).toBe(true);
        expect(zone.localDay(start - 1) < day).toBe(true);
      }),
    );
  });

  it('knows the days of the calendar', () => {
    expect(['2024-02-29', '1970-01-01', '2200-12-31'].every(isDay)).toBe(true);
    const wrong = [
      '2023-02-29',
      '2023-13-01',
      '2023-1-1',
      '23-01-01',
      '',
      '2023-01-01T00:00',
      '٢٠٢٣-٠١-٠١',
    ];
    expect(wrong.some(isDay)).toBe(false);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => createTimeZone('Mars/Olympus')).toThrow(RangeError);
  });
});
