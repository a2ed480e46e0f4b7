import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHistoryUrl } from '../../server/config/history-url.ts';
import { createEventIds } from '../../server/event-id.ts';
import type { History } from '../../server/history/history.ts';
import { openMysqlHistory } from '../../server/history/open-mysql.ts';
import { openSqliteHistory } from '../../server/history/open-sqlite.ts';
import type { JournalRow } from '../../server/state/journal.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';

const newId = createEventIds();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = Date.parse('2026-01-01T00:00:00Z');

function row(at: number, value: number, sensor = 'lounge'): JournalRow {
  const rest = { seq: 0, kind: '', mode: '', body: '', doubtful: 0 };
  return { ...rest, id: newId(at), at, topic: 'temperature', sensor, value };
}

let mariadb: Mariadb;
let folder: string;
const opened = new Set<History>();
const urls = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-temperatures-'));
  mariadb = await startMariadb();
});
afterAll(async () => {
  for (const history of opened) await history.close();
  await mariadb?.remove();
  rmSync(folder, { recursive: true });
});

async function open(engine: string, name: string): Promise<History> {
  let history: History;
  if (engine === 'mysql') {
    const url = urls.get(name) ?? (await mariadb.createDatabase(name));
    urls.set(name, url);
    const address = parseHistoryUrl(url);
    if (!address) throw new Error(url);
    history = await openMysqlHistory(address, 'home');
  } else history = await openSqliteHistory(join(folder, `${name}.db`), 'home');
  opened.add(history);
  return history;
}

/** Behind the history's back. */
async function execute(engine: string, name: string, statements: string[]): Promise<void> {
  if (engine === 'mysql') {
    const connection = await createConnection(urls.get(name) ?? '');
    for (const statement of statements) await connection.query(statement);
    await connection.end();
    return;
  }
  const sqlite = new Database(join(folder, `${name}.db`));
  for (const statement of statements) sqlite.exec(statement);
  sqlite.close();
}

const everything = { from: 0, to: start + 400 * dayMs };
const hours = (history: History, sensor = 'lounge') =>
  history.temperatures(sensor, everything, { bucketMs: hourMs, source: 'hours' });
/** However many there are, one bucket a row. */
const rows = (history: History, sensor = 'lounge') =>
  history.temperatures(sensor, everything, { bucketMs: 1, source: 'rows' });

describe.each(['mysql', 'sqlite'])('temperatures on %s', engine => {
  it('are hours as well, each of all of its rows', async () => {
    const history = await open(engine, 'hours');
    await history.append([row(start, 20), row(start + 60_000, 22), row(start + hourMs, 5)]);
    await history.append([row(start, -3, 'shed')]);
    expect(await hours(history)).toEqual([
      { at: start, low: 20, high: 22, sum: 42, count: 2 },
      { at: start + hourMs, low: 5, high: 5, sum: 5, count: 1 },
    ]);
    expect(await hours(history, 'shed')).toMatchObject([{ low: -3 }]);
    expect(await history.temperatureSensors()).toEqual(['lounge', 'shed']);
  });

  it('are the same hours in whatever batches they come, twice or late', async () => {
    const history = await open(engine, 'batches');
    let count = 0;
    const minutes = fc.array(fc.nat(240), { minLength: 1, maxLength: 12 });
    const orders = fc.array(fc.array(fc.nat(11), { maxLength: 12 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(minutes, orders, async (times, batches) => {
        const sensor = `s${count++}`;
        const all = times.map((minute, index) => row(start + minute * 60_000, index, sensor));
        for (const batch of batches) {
          await history.append(batch.flatMap(index => all[index] ?? []));
        }
        for (const one of all.toReversed()) await history.append([one, one]);
        const expected = new Map<number, number[]>();
        for (const { at, value } of all) {
          const hour = at - (at % hourMs);
          expected.set(hour, [...(expected.get(hour) ?? []), value]);
        }
        expect(await hours(history, sensor)).toEqual(
          [...expected]
            .sort(([a], [b]) => a - b)
            .map(([at, values]) => ({
              ...{ at, low: Math.min(...values), high: Math.max(...values) },
              ...{ sum: values.reduce((sum, value) => sum + value, 0), count: values.length },
            })),
        );
      }),
      { numRuns: 12 },
    );
  });

  it('keep their hours when their rows are dropped, and take late ones in, once', async () => {
    const history = await open(engine, 'late');
    await history.append([row(start, 20), row(start + 1000, 22), row(start + hourMs, 5)]);
    expect(await history.purgeTemperatures(start + hourMs, 10)).toBe(true);
    expect(await rows(history)).toMatchObject([{ at: start + hourMs }]);
    const late = row(start + 2000, 30);
    const later = row(start + 3000, 21);
    await history.append([late]);
    await history.append([late, later, later, row(start + hourMs + 1, 6)]);
    const whole = [
      { at: start, low: 20, high: 30, sum: 93, count: 4 },
      { at: start + hourMs, low: 5, high: 6, sum: 11, count: 2 },
    ];
    expect(await hours(history)).toEqual(whole);
    await history.purgeTemperatures(start + hourMs, 10);
    expect(await hours(history)).toEqual(whole);
    expect(await rows(history)).toHaveLength(2);
  });

  it('are dropped in small batches, of which an hour may be in two', async () => {
    const history = await open(engine, 'small');
    const many = Array.from({ length: 700 }, (_, index) => row(start + index * 1000, index));
    await history.append(many);
    const before = await hours(history);
    expect(await history.purgeTemperatures(start + hourMs, 1)).toBe(false);
    expect(await rows(history)).toHaveLength(200);
    // A row of the hour that is half gone.
    await history.append([row(start + 699_500, 1000), many[650] ?? row(0, 0)]);
    const [{ sum = 0, count = 0 } = {}] = before;
    const after = [{ ...before[0], high: 1000, sum: sum + 1000, count: count + 1 }];
    expect(await hours(history)).toEqual(after);
    expect(await history.purgeTemperatures(start + hourMs, 10)).toBe(true);
    expect(await rows(history)).toEqual([]);
    expect(await hours(history)).toEqual(after);
  });

  const all = (history: History) =>
    Promise.all(['lounge', 'shed', 'Attic'].map(sensor => hours(history, sensor)));

  it('that an earlier version has left become hours', async () => {
    const history = await open(engine, 'earlier');
    await history.append([row(start, 20), row(start + 60_000, 22), row(start + hourMs, 5)]);
    // Months apart, in the middle of an hour, and of other sensors and houses.
    const months = [1, 30, 31, 200].map(day => row(start + day * dayMs + 1_800_000, day));
    await history.append([
      ...months,
      row(start + 5, 7, 'shed'),
      row(start + 90 * dayMs, 8, 'Attic'),
    ]);
    const before = await all(history);
    expect(before.map(found => found.length)).toEqual([6, 1, 1]);
    await execute(engine, 'earlier', [
      "insert into temperatures (site, sensor, at, id, celsius) values ('villa', 'a', 7200001, 'x', 3)",
    ]);
    opened.delete(history);
    await history.close();
    await execute(engine, 'earlier', [
      'drop table temperature_hours',
      "delete from kysely_migration where name = '002-temperature-hours'",
    ]);
    let turns = 0;
    let turning = setImmediate(function turn() {
      turns += 1;
      turning = setImmediate(turn);
    });
    const again = await open(engine, 'earlier');
    clearImmediate(turning);
    // Three months of one sensor, and one of three: the hub lives on in between.
    expect(turns).toBeGreaterThanOrEqual(6);
    expect(await all(again)).toEqual(before);
    await execute(engine, 'earlier', [
      "update temperature_hours set site = 'home' where site = 'villa'",
    ]);
    expect(await hours(again, 'a')).toEqual([{ at: 7_200_000, low: 3, high: 3, sum: 3, count: 1 }]);
  });

  it('of a year are a month of rows and an hour each', async () => {
    const history = await open(engine, 'year');
    const sensors = ['a', 'b'];
    for (let day = 0; day < 365; day += 15) {
      const batch = sensors.flatMap(sensor =>
        Array.from({ length: Math.min(15, 365 - day) * 24 }, (_, hour) =>
          row(start + day * dayMs + hour * hourMs, hour % 24, sensor),
        ),
      );
      await history.append(batch);
    }
    const end = start + 365 * dayMs;
    await history.purgeTemperatures(end - 30 * dayMs, 1000);
    for (const sensor of sensors) {
      expect(await hours(history, sensor)).toHaveLength(8760);
      const left = await rows(history, sensor);
      expect(left).toHaveLength(720);
      expect(left[0]?.at).toBe(end - 30 * dayMs);
    }
    const year = { bucketMs: 30 * dayMs, source: 'hours' as const };
    const months = await history.temperatures('a', { from: start, to: end }, year);
    expect(months).toHaveLength(13);
    expect(months[0]).toMatchObject({ low: 0, high: 23, sum: 11.5 * 720, count: 720 });
  });
});
