import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPurge } from '../../server/history/purge.ts';
import { addRows, cutRange, rowsBegin } from '../../server/history/temperature-series.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const now = Date.parse('2026-11-24T02:30:00Z');

describe('a range of temperatures', () => {
  it.each([
    ['a day', dayMs, 300, 'rows', 288_000],
    ['a week', 7 * dayMs, 300, 'rows', 2_016_000],
    ['a month', 29 * dayMs, 300, 'hours', 3 * hourMs],
    ['a year', 365 * dayMs, 300, 'hours', 30 * hourMs],
    ['a day in fine steps', dayMs, 2000, 'rows', 43_200],
  ])('of %s is read as it is fine enough', (_, spanMs, points, source, bucketMs) => {
    const cut = cutRange({ from: now - spanMs, to: now }, points, now);
    expect(cut).toMatchObject({ source, bucketMs });
  });

  it('of which rows may be gone is read by its hours, however short', () => {
    const from = rowsBegin(now) - 1;
    const cut = cutRange({ from, to: from + hourMs }, 300, now);
    expect(cut).toMatchObject({ source: 'hours', bucketMs: hourMs, from: rowsBegin(now) - hourMs });
  });

  it('is never cut into more stretches than were asked for, and leaves nothing out', () => {
    const spans = fc.integer({ min: 1, max: 20 * 365 * dayMs });
    fc.assert(
      fc.property(spans, fc.integer({ min: 2, max: 2000 }), (spanMs, points) => {
        const range = { from: now - spanMs, to: now };
        const { from, to, bucketMs } = cutRange(range, points, now);
        expect(Math.ceil((to - from) / bucketMs)).toBeLessThanOrEqual(points);
        expect(from).toBeLessThanOrEqual(range.from);
        expect(to).toBe(range.to);
      }),
    );
  });

  it('includes rows that are not stored yet', () => {
    const cut = { from: 0, to: 100, bucketMs: 10, source: 'rows' as const };
    const stored = [{ at: 12, low: 20, high: 20, sum: 20, count: 1 }];
    const rows = [
      { at: 11, value: 22 },
      { at: 35, value: 5 },
      { at: 3, value: 7 },
    ];
    expect(addRows(stored, rows, cut)).toEqual([
      { at: 3, low: 7, high: 7, sum: 7, count: 1 },
      { at: 11, low: 20, high: 22, sum: 42, count: 2 },
      { at: 35, low: 5, high: 5, sum: 5, count: 1 },
    ]);
  });
});

it('rows are dropped once a day, to the end of the backlog, and by no clock in doubt', async () => {
  let steady = 0;
  let isTrusted = false;
  let left = 2;
  const asked: number[] = [];
  const purge = createPurge({ steady: () => steady, wall: () => now + steady }, () => isTrusted);
  const history = {
    async purgeTemperatures(before: number) {
      asked.push(before);
      left = Math.max(0, left - 1);
      return left === 0;
    },
  };
  await purge(history);
  expect(asked).toEqual([]);
  isTrusted = true;
  for (let run = 0; run < 4; run += 1) await purge(history);
  const begin = Date.parse('2026-10-25T02:00:00Z');
  expect(asked).toEqual([begin, begin]);
  steady += dayMs;
  await purge(history);
  expect(asked).toEqual([begin, begin, begin + dayMs]);
});
