import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createLedger } from '../../scripts/bench/ledger.ts';
import { median, percentile, ratio, round } from '../../scripts/bench/statistics.ts';
import { makeLines } from '../../scripts/bench/synthetic.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, '../../dist/server/bench.js');

describe('the figures of a benchmark', () => {
  it('are percentiles by nearest rank, in whatever order the values came', () => {
    const values = [5, 1, 4, 2, 3, 10, 9, 8, 7, 6];
    expect(percentile(values, 0.5)).toBe(5);
    expect(percentile(values, 0.95)).toBe(10);
    expect(percentile(values, 0.9)).toBe(9);
    expect(percentile(values, 0)).toBe(1);
    expect(percentile([7], 0.99)).toBe(7);
    expect(median([3, 1, 2])).toBe(2);
    expect(values[0]).toBe(5);
  });

  it('are refused when nothing was measured', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    expect(() => ratio(1, 0)).toThrow(RangeError);
  });

  it('are rounded to three digits', () => {
    expect(round(1.23456)).toBe(1.235);
    expect(ratio(1, 3)).toBe(0.333);
  });
});

describe('the ledger of a recording', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const door = { sensor: 'door', kind: 'contact' as const };
  const row = (second: number, what: string) => ['home', Date.parse(at(second)), '', 'door', what];

  it('owes the changes, and neither a repeated level nor a first one at rest', () => {
    const ledger = createLedger();
    ledger.take({ ...door, at: at(0), value: 'closed' });
    ledger.take({ ...door, at: at(1), value: 'open' });
    ledger.take({ ...door, at: at(2), value: 'open' });
    ledger.take({ ...door, at: at(3), value: 'closed' });
    expect(ledger.count()).toBe(2);
    ledger.strike('events', row(1, 'trigger'));
    ledger.strike('events', row(3, 'reset'));
    expect(ledger.balance()).toEqual({ lost: 0, doubled: 0 });
  });

  it('counts what is missing and what is there once too often, each by itself', () => {
    const ledger = createLedger();
    ledger.take({ ...door, at: at(1), value: 'open' });
    ledger.take({ ...door, at: at(2), value: 'closed' });
    ledger.strike('events', row(1, 'trigger'));
    ledger.strike('events', row(1, 'trigger'));
    expect(ledger.balance()).toEqual({ lost: 1, doubled: 1 });
  });
});

it('the synthetic recording has as many changes as were asked for, and the same each time', () => {
  const lines = [...makeLines(500)];
  const ledger = createLedger();
  for (const line of lines) ledger.take(line);
  // A sensor's first change is a trigger, so that every change is an event.
  expect(ledger.count()).toBe(500);
  expect(lines.length).toBeGreaterThan(500);
  expect([...makeLines(500)]).toEqual(lines);
});

it('a short run through the hub loses nothing and ends with one JSON object', async () => {
  const args = ['ingest', '--events', '5000', '--engine', 'sqlite', '--json'];
  const { stdout } = await run(process.execPath, [program, ...args]);
  const { engines } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  expect(engines).toEqual({
    sqlite: {
      events: 5000,
      events_per_s: expect.any(Number),
      ratio: expect.any(Number),
      lost: 0,
      doubled: 0,
      rss_mb: expect.any(Number),
      floor_per_s: expect.any(Number),
      cpu_us_per_event: expect.any(Number),
    },
  });
});

it('a benchmark that does not exist is refused with the usage', async () => {
  const refused = await run(process.execPath, [program, 'nothing']).catch(error => error);
  expect(refused.code).toBe(64);
  expect(refused.stderr).toContain('usage: npm run bench');
});
