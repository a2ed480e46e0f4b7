import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHousehold, type HouseholdChange } from '../../server/sensors/household.ts';
import { addDays, createTimeZone } from '../../server/time-zone.ts';

// Clocks that change at night, at midnight, by half an hour, and never.
const zones = [
  'Australia/Melbourne',
  'Europe/Berlin',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Tokyo',
].map(createTimeZone);
const melbourne = createTimeZone('Australia/Melbourne');
const firstDay = '2023-01-01';

const anySeed = fc.integer({ min: 0, max: 2 ** 31 });
const anyZone = fc.constantFrom(...zones);
const anyDay = fc.integer({ min: 0, max: 1500 }).map(count => addDays(firstDay, count));
const anyHousehold = fc.record({ seed: anySeed, timeZone: anyZone });

function isOf(sensor: string) {
  return (change: HouseholdChange) => change.sensor === sensor;
}

describe('any day of any household', () => {
  test('lies within the local day and is sorted, also when the clocks change', () => {
    const dstDays = zones.flatMap(zone =>
      Array.from({ length: 730 }, (_, count) => addDays(firstDay, count))
        .filter(day => zone.startOfDay(addDays(day, 1)) - zone.startOfDay(day) !== 86_400_000)
        .map(day => ({ day, zone })),
    );
    expect(dstDays.length).toBeGreaterThanOrEqual(16);
    const anyPlace = fc.record({ day: anyDay, zone: anyZone });
    fc.assert(
      fc.property(
        anySeed,
        fc.oneof(anyPlace, fc.constantFrom(...dstDays)),
        (seed, { day, zone }) => {
          const { changesOfDay } = createHousehold({ seed, timeZone: zone });
          const times = changesOfDay(day).map(({ at }) => at);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          expect(times.every(Number.isInteger)).toBe(true);
          expect(zone.localDay(times.at(0) ?? 0)).toBe(day);
          expect(zone.localDay(times.at(-1) ?? 0)).toBe(day);
        },
      ),
    );
  });

  test('alternates on every contact and motion sensor, from rest to rest', () => {
    fc.assert(
      fc.property(anyHousehold, anyDay, (options, day) => {
        const { sensors, changesOfDay } = createHousehold(options);
        const changes = changesOfDay(day);
        for (const { id, kind } of sensors.filter(sensor => sensor.kind !== 'temperature')) {
          const values = changes.filter(isOf(id)).map(({ value }) => value);
          const [moved, rest] = kind === 'contact' ? ['open', 'closed'] : ['active', 'idle'];
          expect(values).toEqual(values.map((_, index) => (index % 2 === 0 ? moved : rest)));
          expect(values.length % 2).toBe(0);
        }
      }),
    );
  });

  test('never repeats a temperature, not over midnight either, and takes steps of 0.1', () => {
    fc.assert(
      fc.property(anyHousehold, anyDay, (options, day) => {
        const { changesOfDay } = createHousehold(options);
        for (const sensor of ['inside', 'outside']) {
          const before = changesOfDay(addDays(day, -1)).filter(isOf(sensor)).slice(-1);
          const values = [...before, ...changesOfDay(day).filter(isOf(sensor))].map(c => c.value);
          expect(values.length).toBeGreaterThan(10);
          for (const [index, value] of values.entries()) {
            expect(value).not.toBe(values[index - 1]);
            expect(value).toBe(Number(Number(value).toFixed(1)));
            expect(value).toBeGreaterThan(-15);
            expect(value).toBeLessThan(45);
          }
        }
      }),
    );
  });

  test('holds motion for at least half a minute', () => {
    fc.assert(
      fc.property(anyHousehold, anyDay, (options, day) => {
        const hall = createHousehold(options).changesOfDay(day).filter(isOf('hall'));
        for (const [index, { at, value }] of hall.entries()) {
          if (value === 'idle') {
            expect(at - (hall[index - 1]?.at ?? at)).toBeGreaterThanOrEqual(30_000);
          }
        }
      }),
    );
  });

  test('depends on seed and day alone', () => {
    fc.assert(
      fc.property(anyHousehold, anyDay, anyDay, (options, day, other) => {
        const household = createHousehold(options);
        household.changesOfDay(other);
        const changes = household.changesOfDay(day);
        expect(createHousehold(options).changesOfDay(day)).toEqual(changes);
        const stranger = createHousehold({ ...options, seed: options.seed + 1 });
        expect(stranger.changesOfDay(day)).not.toEqual(changes);
      }),
    );
  });

  test('has the levels that its changes led to', () => {
    fc.assert(
      fc.property(anyHousehold, anyDay, fc.nat(), (options, day, pick) => {
        const { changesOfDay, levelsAt, sensors } = createHousehold(options);
        const changes = changesOfDay(day);
        const change = changes[pick % changes.length];
        if (change === undefined) throw new Error('a day without changes');
        const levels = levelsAt(change.at);
        expect([...levels.keys()].toSorted()).toEqual(sensors.map(({ id }) => id).toSorted());
        const simultaneous = changes.findLast(
          c => c.at === change.at && c.sensor === change.sensor,
        );
        expect(levels.get(change.sensor)).toBe(simultaneous?.value);
      }),
    );
  });
});

describe('a year in Melbourne', () => {
  const { changesOfDay, levelsAt } = createHousehold({ seed: 7, timeZone: melbourne });
  const days = Array.from({ length: 365 }, (_, count) => addDays('2024-01-01', count));
  const isWorkday = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

  test('has 300 to 1,500 changes a day', () => {
    const counts = days.map(day => changesOfDay(day).length);
    expect(Math.min(...counts)).toBeGreaterThan(300);
    expect(Math.max(...counts)).toBeLessThan(1500);
  });

  test('leaves the house alone on most workdays, between two doors', () => {
    const absences = days.filter(isWorkday).flatMap(day => {
      const stirs = changesOfDay(day).filter(({ value }) => typeof value === 'string');
      return stirs.flatMap((change, index) => {
        const isDaytime = change.at > melbourne.startOfDay(day) + 7 * 3_600_000;
        const next = stirs[index + 1];
        return isDaytime && next && next.at - change.at > 7 * 3_600_000 ? [[change, next]] : [];
      });
    });
    expect(absences.length).toBeGreaterThan(200);
    for (const [, back] of absences) {
      expect(back?.value).toBe('open');
      expect(['front-door', 'garage-door']).toContain(back?.sensor);
    }
  });

  test('is quiet at night', () => {
    for (const day of days) {
      const start = melbourne.startOfDay(day);
      const night = changesOfDay(day).filter(
        ({ at, value }) => at < start + 5 * 3_600_000 && typeof value === 'string',
      );
      expect(night.length).toBeLessThanOrEqual(16);
      expect(night.every(({ sensor }) => ['hall', 'bedroom'].includes(sensor))).toBe(true);
    }
  });

  test('is warmer in January than in July', () => {
    const noon = (day: string) =>
      Number(levelsAt(melbourne.startOfDay(day) + 43_200_000).get('outside'));
    const mean = (month: string) => {
      const inMonth = days.filter(day => day.startsWith(month)).map(noon);
      return inMonth.reduce((sum, celsius) => sum + celsius, 0) / inMonth.length;
    };
    expect(mean('2024-01')).toBeGreaterThan(mean('2024-07') + 5);
  });
});

test('a day that a zone skipped has no changes', () => {
  const household = createHousehold({ seed: 1, timeZone: createTimeZone('Pacific/Apia') });
  expect(household.changesOfDay('2011-12-30')).toEqual([]);
  expect(household.changesOfDay('2011-12-31').length).toBeGreaterThan(300);
});
