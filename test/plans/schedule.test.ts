import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyDay, lastOccurrence, nextOccurrence } from '../../server/plans/schedule.ts';
import { addDays, createTimeZone, type TimeZone } from '../../server/time-zone.ts';

const zones = ['Australia/Melbourne', 'America/New_York', 'Australia/Lord_Howe', 'UTC'].map(
  createTimeZone,
);
const [melbourne, newYork, lordHowe] = zones as [TimeZone, TimeZone, TimeZone, TimeZone];

const pad = (value: number) => String(value).padStart(2, '0');
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${pad(hour)}:${pad(minute)}`);
const anyDays = fc.subarray([...everyDay], { minLength: 1 });
const anyMoment = fc.integer({
  min: Date.parse('2020-01-01T00:00:00Z'),
  max: Date.parse('2031-01-01T00:00:00Z'),
});
const anyZone = fc.constantFrom(...zones);

const localOf = (zone: TimeZone, at: number) =>
  new Date(at + zone.offset(at)).toISOString().slice(0, 16);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

describe('the next time that a plan is due', () => {
  it('shows its time of day on the clocks of the house, or lies at the end of a gap', () => {
    fc.assert(
      fc.property(anyZone, anyTime, anyDays, anyMoment, (zone, at, days, after) => {
        const due = nextOccurrence({ at, days }, after, zone) ?? Number.NaN;
        expect(due).toBeGreaterThan(after);
        const local = localOf(zone, due);
        const isGapEnd = zone.offset(due) > zone.offset(due - 1);
        if (!isGapEnd || local.slice(11) === at) expect(local.slice(11)).toBe(at);
        else {
          // The clocks went past it in that moment.
          expect(local.slice(11) > at).toBe(true);
          expect(localOf(zone, due - 1000).slice(11) < at).toBe(true);
        }
        expect(days).toContain(everyDay[new Date(`${local.slice(0, 10)}T00:00Z`).getUTCDay()]);
      }),
      { numRuns: 2000 },
    );
  });

  it('comes once a local day, every day, over several years', () => {
    for (const zone of zones) {
      for (const at of ['00:00', '01:45', '02:00', '02:15', '02:30', '03:00', '23:00']) {
        let due = Date.parse('2022-12-31T12:00:00Z');
        let day = '';
        for (let count = 0; count < 4 * 365; count++) {
          due = nextOccurrence({ at, days: everyDay }, due, zone) ?? Number.NaN;
          const next = zone.localDay(due);
          if (day !== '' && next !== addDays(day, 1)) {
            throw new Error(`${zone.name} ${at}: ${day}, then ${next}`);
          }
          day = next;
        }
      }
    }
  });

  it('and the last one enclose every moment', () => {
    fc.assert(
      fc.property(anyZone, anyTime, anyDays, anyMoment, (zone, at, days, now) => {
        const last = lastOccurrence({ at, days }, now, zone) ?? Number.NaN;
        expect(last).toBeLessThanOrEqual(now);
        const next = nextOccurrence({ at, days }, last, zone) ?? Number.NaN;
        expect(next).toBeGreaterThan(now);
        expect(lastOccurrence({ at, days }, next, zone)).toBe(next);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    // The clocks go from 2:00 to 3:00, and back from 3:00 to 2:00.
    [melbourne, '02:30', '2026-10-03T12:00:00Z', '2026-10-03T16:00:00.000Z'],
    [melbourne, '02:30', '2026-04-04T12:00:00Z', '2026-04-04T15:30:00.000Z'],
    [newYork, '02:30', '2026-03-08T02:00:00Z', '2026-03-08T07:00:00.000Z'],
    [newYork, '01:30', '2026-11-01T02:00:00Z', '2026-11-01T05:30:00.000Z'],
    // By half an hour: from 2:00 to 2:30, and back from 2:00 to 1:30.
    [lordHowe, '02:15', '2026-10-03T12:00:00Z', '2026-10-03T15:30:00.000Z'],
    [lordHowe, '01:45', '2026-04-04T12:00:00Z', '2026-04-04T14:45:00.000Z'],
  ])('of a day whose clocks change: %#', (zone, at, after, due) => {
    expect(iso(nextOccurrence({ at, days: everyDay }, Date.parse(after), zone))).toBe(due);
  });

  it('is on its days alone', () => {
    const plan = { at: '23:00', days: ['fri'] as const };
    const tuesday = Date.parse('2026-11-24T00:00:00Z');
    expect(iso(nextOccurrence(plan, tuesday, melbourne))).toBe('2026-11-27T12:00:00.000Z');
    expect(iso(lastOccurrence(plan, tuesday, melbourne))).toBe('2026-11-20T12:00:00.000Z');
    expect(nextOccurrence({ at: '23:00', days: [] }, tuesday, melbourne)).toBeNull();
  });
});
