import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';
import { findRecording, type Recorded, readNears } from '../nears.ts';

const recording = findRecording('nears_0102.jsonl.gz');
const timeZone = 'America/Toronto';
const days = [
  ...['2023-01-18', '2023-01-19', '2023-02-14', '2023-03-11', '2023-03-12', '2023-03-13'],
  ...['2023-05-20', '2023-07-04', '2023-10-31', '2023-11-01'],
];

interface Change {
  at: string;
  sensor: string;
  kind: string;
}

/** What the day view must show, worked out with nothing of the hub's. */
function createLedger() {
  const localDay = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const last = new Map<string, string | number>();
  const changes = new Map<string, Change[]>();
  return {
    changes,
    take({ at, sensor, kind, value }: Recorded) {
      if (kind === 'temperature') return;
      const before = last.get(sensor);
      last.set(sensor, value);
      const isTrigger = value === 'open' || value === 'active';
      if (before === value || (before === undefined && !isTrigger)) return;
      const day = localDay.format(new Date(at));
      const list = changes.get(day) ?? [];
      list.push({ at, sensor, kind: isTrigger ? 'trigger' : 'reset' });
      changes.set(day, list);
    },
  };
}

/** Reads a whole day through the API, page by page. */
async function readDay(hub: HubProcess, day: string, limit: number): Promise<Change[]> {
  const found: Change[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = `day=${day}&limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`;
    const { status, json } = await hub.send(`/api/events?${query}`);
    expect(status).toBe(200);
    for (const { at, sensor, kind } of json.events) found.push({ at, sensor, kind });
    cursor = json.next;
  }
  return found;
}

describe.skipIf(recording === undefined)(
  'a recording of a real home, replayed at full speed',
  () => {
    const ledger = createLedger();
    let place: Place;
    let mariadb: Mariadb;

    beforeAll(async () => {
      mariadb = await startMariadb();
      place = await createPlace();
      const gzip = createGzip({ level: 1 });
      gzip.pipe(createWriteStream(join(place.folder, 'home.jsonl.gz')));
      for await (const recorded of readNears(recording ?? '')) {
        ledger.take(recorded);
        if (!gzip.write(`${JSON.stringify(recorded)}\n`)) await once(gzip, 'drain');
      }
      gzip.end();
      await once(gzip, 'close');
    }, 300_000);

    afterAll(async () => {
      await mariadb?.remove();
      await place?.remove();
    });

    it.each(['mysql', 'sqlite'])(
      'is found again in %s, day by day and to the event',
      async engine => {
        const url = engine === 'mysql' ? await mariadb.createDatabase('home') : undefined;
        place.data = join(place.folder, engine);
        await place.configure(
          [
            `timeZone: ${timeZone}`,
            'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }',
            ...(url ? [`history: { url: ${JSON.stringify(url)} }`] : []),
            'sensors: { driver: replay, replay: { file: home.jsonl.gz, speed: 0 } }',
          ].join('\n'),
        );
        const hub = await startHub(place);
        try {
          const [said] = await hub.prints(/replay finished.*/);
          expect(said).toMatch(/ 0 bad lines/);
          for (const [index, day] of days.entries()) {
            const expected = ledger.changes.get(day) ?? [];
            expect(await readDay(hub, day, index % 2 ? 1000 : 137)).toEqual(expected);
          }
          const { json } = await hub.send('/api/days?from=2023-01-01&to=2023-12-31');
          const counted = new Map<string, Record<string, number>>(
            json.days.map((entry: { day: string; counts: Record<string, number> }) => [
              entry.day,
              entry.counts,
            ]),
          );
          for (const [day, changes] of ledger.changes) {
            const counts: Record<string, number> = {};
            for (const { sensor, kind } of changes) {
              if (kind === 'trigger') counts[sensor] = (counts[sensor] ?? 0) + 1;
            }
            expect(counted.get(day) ?? {}).toEqual(counts);
          }
        } finally {
          await hub.stop();
        }
      },
      300_000,
    );
  },
);
