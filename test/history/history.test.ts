import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHistoryUrl } from '../../server/config/history-url.ts';
import { createEventIds } from '../../server/event-id.ts';
import { localSegments } from '../../server/history/day-segments.ts';
import type { History } from '../../server/history/history.ts';
import { openMysqlHistory } from '../../server/history/open-mysql.ts';
import { openSqliteHistory } from '../../server/history/open-sqlite.ts';
import type { JournalRow } from '../../server/state/journal.ts';
import { createTimeZone } from '../../server/time-zone.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';

const newId = createEventIds();

function row(at: number, more: Partial<JournalRow> = {}): JournalRow {
  return {
    ...{
      seq: 0,
      id: newId(at),
      at,
      topic: 'event',
      sensor: 'door',
      kind: 'trigger',
      mode: 'monitor',
    },
    ...{ value: 0, body: '', doubtful: 0 },
    ...more,
  };
}

let mariadb: Mariadb;
let folder: string;
const opened: History[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-history-'));
  mariadb = await startMariadb();
});
afterAll(async () => {
  for (const history of opened) await history.close();
  await mariadb?.remove();
  rmSync(folder, { recursive: true });
});

const addresses = new Map<string, string>();
async function open(engine: string, name: string, site = 'home'): Promise<History> {
  let history: History;
  if (engine === 'mysql') {
    const url = addresses.get(name) ?? (await mariadb.createDatabase(name));
    addresses.set(name, url);
    const address = parseHistoryUrl(url);
    if (!address) throw new Error(url);
    history = await openMysqlHistory(address, site);
  } else history = await openSqliteHistory(join(folder, `${name}.db`), site);
  opened.push(history);
  return history;
}

const everything = { from: 0, to: 2 ** 42 };

describe.each(['mysql', 'sqlite'])('the history on %s', engine => {
  it('takes a batch twice and has it once', async () => {
    const history = await open(engine, 'twice');
    const rows = [row(1000), row(1000), row(2000, { topic: 'temperature', value: 21.5 })];
    const audit = row(3000, {
      topic: 'audit',
      kind: 'mode',
      body: '{"by":{"name":"Zoë 🌏","via":"totp"},"detail":"x"}',
    });
    await history.append([...rows, audit]);
    await history.append([...rows, audit, row(4000)]);
    expect(await history.events(everything, { limit: 10 })).toHaveLength(3);
    expect(await history.audit(everything)).toEqual([
      { id: audit.id, at: 3000, by: { name: 'Zoë 🌏', via: 'totp' }, action: 'mode', detail: 'x' },
    ]);
  });

  it('takes all of a batch or nothing of it', async () => {
    const history = await open(engine, 'whole');
    const wrong = row(5000, { topic: 'temperature', sensor: null as never });
    await expect(history.append([row(4000), wrong])).rejects.toThrow();
    expect(await history.events(everything, { limit: 10 })).toEqual([]);
  });

  it('keeps the houses of a shared database apart', async () => {
    const here = await open(engine, 'shared', 'here');
    const there = await open(engine, 'shared', 'there');
    await here.append([row(1000)]);
    expect(await there.events(everything, { limit: 10 })).toEqual([]);
    expect(await here.events(everything, { limit: 10 })).toHaveLength(1);
  });

  it('pages through events of the same millisecond, one sensor or all, without loss', async () => {
    const history = await open(engine, 'pages');
    const rows = Array.from({ length: 50 }, (_, index) =>
      row(1000 + Math.floor(index / 20), { sensor: index % 2 ? 'a' : 'b' }),
    );
    await history.append(rows);
    for (const sensor of [undefined, 'a']) {
      const found: string[] = [];
      let after: { at: number; id: string } | undefined;
      do {
        const page: { at: number; id: string }[] = await history.events(everything, {
          limit: 7,
          ...(sensor ? { sensor } : {}),
          ...(after ? { after } : {}),
        });
        found.push(...page.map(({ id }) => id));
        after = page.at(-1);
      } while (after);
      expect(found).toEqual(
        rows.filter(row => !sensor || row.sensor === sensor).map(({ id }) => id),
      );
    }
  });

  it('counts triggers by local days, right through both changes of the clocks', async () => {
    const history = await open(engine, 'days');
    const zones = ['America/Toronto', 'Australia/Melbourne', 'Asia/Kolkata'];
    const starts = ['2023-03-10', '2023-11-03', '2023-03-30', '2023-09-29'].map(day =>
      Date.parse(day),
    );
    const rows = starts.flatMap(start =>
      Array.from({ length: 5 * 48 }, (_, index) => row(start + index * 1_800_000)),
    );
    await history.append(rows);
    for (const name of zones) {
      const zone = createTimeZone(name);
      const expected = new Map<number, number>();
      for (const { at } of rows) {
        const day = Date.parse(zone.localDay(at)) / 86_400_000;
        expected.set(day, (expected.get(day) ?? 0) + 1);
      }
      const range = { from: Date.parse('2023-01-01'), to: Date.parse('2024-01-01') };
      const counts = await history.triggerCounts(localSegments(range, zone));
      expect(new Map(counts.map(({ day, count }) => [day, count]))).toEqual(expected);
    }
  });

  it('lets the hub go on while it reads a lot', async () => {
    const history = await open(engine, 'busy');
    for (let batch = 0; batch < 10; batch++) {
      await history.append(Array.from({ length: 2000 }, (_, index) => row(batch * 2000 + index)));
    }
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const counts = await history.triggerCounts(
      Array.from({ length: 20 }, () => ({ ...everything, offset: 0 })),
    );
    isDone = true;
    expect(counts[0]?.count).toBe(400_000);
    expect(turns).toBeGreaterThan(20);
  });
});

it('segments cover a range without a gap, each under one offset', () => {
  const names = [
    'America/Toronto',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
    'UTC',
  ];
  const hours = fc.integer({ min: 0, max: 60 * 365 * 24 });
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      hours,
      fc.integer({ min: 1, max: 400 * 24 }),
      (name, start, length) => {
        const zone = createTimeZone(name);
        const range = { from: start * 3_600_000, to: (start + length) * 3_600_000 };
        const segments = localSegments(range, zone);
        expect(segments[0]?.from).toBe(range.from);
        expect(segments.at(-1)?.to).toBe(range.to);
        segments.forEach((segment, index) => {
          expect(segment.from).toBe(segments[index - 1]?.to ?? range.from);
          expect([zone.offset(segment.from), zone.offset(segment.to - 1)]).toEqual([
            segment.offset,
            segment.offset,
          ]);
        });
      },
    ),
    { numRuns: 40 },
  );
});
