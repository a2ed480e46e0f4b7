import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createConnection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftConfig, parseIni } from '../../scripts/legacy/draft-config.ts';
import { type ImportRooms, importEvents } from '../../scripts/legacy/import-events.ts';
import { type LegacyRow, readDump } from '../../scripts/legacy/read-dump.ts';
import { readLive } from '../../scripts/legacy/read-live.ts';
import { idOf, readTime } from '../../scripts/legacy/to-event.ts';
import { parseHistoryUrl } from '../../server/config/history-url.ts';
import { openHistoryStore } from '../../server/history/copy-rows.ts';
import { createTimeZone } from '../../server/time-zone.ts';
import { createHouse, type House } from '../backup/house.ts';
import { runProgram } from '../hub-process.ts';
import { startMariadb } from '../mariadb.ts';

const melbourne = createTimeZone('Australia/Melbourne');
const noUtc = { utc() {} };
let house: House;
beforeEach(() => {
  house = createHouse(
    'sensors: { list: [{ id: entrance, name: front door, kind: contact, line: 4 }] }\n',
  );
});
afterEach(() => house.remove());

async function* linesOf(text: string) {
  yield* text.split('\n');
}

async function collect(rows: AsyncIterable<LegacyRow>): Promise<LegacyRow[]> {
  const found: LegacyRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

async function importInto(
  target: House,
  rows: AsyncIterable<LegacyRow>,
  zone: ImportRooms['zone'] = () => melbourne,
) {
  await target.add('events', []);
  const config = target.config();
  const history = await openHistoryStore(config, join(target.data, 'history.db'));
  try {
    const sensors = config.sensors.list;
    return await importEvents(rows, { history, site: config.site, sensors, zone });
  } finally {
    await history.close();
  }
}

const dump = `-- MySQL dump
CREATE TABLE \`EventLog\` (
  \`Id\` int(11) NOT NULL AUTO_INCREMENT,
  \`ts\` timestamp NOT NULL,
  \`EventDesc\` varchar(250) DEFAULT NULL,
  \`EventInfo\` varchar(250) DEFAULT NULL,
  PRIMARY KEY (\`Id\`)
) ENGINE=InnoDB;
INSERT INTO \`Control\` VALUES (1,'Front Door Opened');
INSERT INTO \`EventLog\` VALUES (1,'2015-07-01 10:00:00','GPIO Event detected','Front Door Opened'),(2,'2015-07-01 10:00:00','GPIO Event detected','Front Door Closed'),(3,'2015-07-01 10:00:01','Mode; changed','v0.06 Switching GPIO checking ON with ALERTING!');
INSERT INTO \`EventLog\` VALUES (4,'2015-07-01 10:00:02','GPIO Event detected','Hall motion detected'),(5,'2015-07-01 10:00:05',NULL,'Hall motion reset'),(6,'2015-07-01 10:01:00','ALERT SENT!','It''s \\'quoted\\', (v3)'),(7,'0000-00-00 00:00:00','GPIO Event detected','Hall motion detected');
`;

describe('the events of the first sec53', () => {
  it('come in once, however often they are imported, and nothing is lost silently', async () => {
    const first = await importInto(house, readDump(linesOf(dump), noUtc));
    expect(first).toMatchObject({ events: 4, modes: 1, timeless: [7] });
    expect([...first.unknown]).toEqual([["It's 'quoted', (v#): ALERT SENT!", 1]]);
    const rows = await house.rows('events');
    expect(rows.map(([at, , ...rest]) => [new Date(Number(at)).toISOString(), ...rest])).toEqual([
      ['2015-07-01T00:00:00.000Z', 'entrance', 'trigger', 'monitor'],
      ['2015-07-01T00:00:00.000Z', 'entrance', 'reset', 'monitor'],
      ['2015-07-01T00:00:02.000Z', 'hall', 'trigger', 'alert'],
      ['2015-07-01T00:00:05.000Z', 'hall', 'reset', 'alert'],
    ]);
    await importInto(house, readDump(linesOf(dump), noUtc));
    expect(await house.rows('events')).toEqual(rows);
  });

  it('are the same from a dump with times of UTC and from the database itself', async () => {
    const mariadb = await startMariadb();
    const live = createHouse();
    try {
      const url = await mariadb.createDatabase('legacy');
      const connection = await createConnection({ uri: url, multipleStatements: true });
      await connection.query("set sql_mode = ''");
      await connection.query(dump.replace(/^INSERT INTO `Control`.*$/m, ''));
      await connection.end();
      const address = parseHistoryUrl(url);
      if (!address) throw new Error(url);
      await importInto(live, readLive(address));
      let isUtc = false;
      const utc = {
        utc() {
          isUtc = true;
        },
      };
      const written = `/*!40103 SET TIME_ZONE='+00:00' */;\n${dump}`;
      const plain = createHouse();
      try {
        const zone = () => (isUtc ? undefined : melbourne);
        await importInto(plain, readDump(linesOf(written), utc), zone);
        expect(await live.rows('events')).toEqual(await plain.rows('events'));
        expect(await live.rows('events')).toHaveLength(4);
      } finally {
        plain.remove();
      }
    } finally {
      live.remove();
      await mariadb.remove();
    }
  });

  it('keep any text that mysqldump can write', async () => {
    const quote = (text: string) =>
      text
        .replace(/[\\']/g, '\\$&')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
        .replaceAll('\0', '\\0');
    const text = fc.string({ unit: 'binary' }).filter(value => !/[\u2028\u2029]/.test(value));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(), text, text), { minLength: 1 }), async rows => {
        const values = rows.map(
          ([id, desc, info]) => `(${id},'2015-07-01 10:00:00','${quote(desc)}','${quote(info)}')`,
        );
        const line = `INSERT INTO \`EventLog\` VALUES ${values.join(',')};`;
        async function* one() {
          yield line;
        }
        const found = await collect(readDump(one(), noUtc));
        expect(found.map(({ id, desc, info }) => [id, desc, info])).toEqual(rows);
      }),
    );
  });

  it('have ids in the order of their rows, at times that the zone had', () => {
    const at = Date.parse('2015-04-04T15:30:00Z');
    const row = (id: number, ts: string): LegacyRow => ({ id, ts, desc: '', info: '' });
    // 02:30 came twice that night, and in October never.
    expect(readTime(row(1, '2015-04-05 02:30:00'), melbourne)).toBe(at);
    const gap = readTime(row(1, '2015-10-04 02:30:00'), melbourne);
    expect(gap).toBe(Date.parse('2015-10-03T16:00:00Z'));
    const ids = [9, 10, 11].map(id => idOf(row(id, ''), at));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set([...ids, ...[9, 10, 11].map(id => idOf(row(id, ''), at))]).size).toBe(3);
  });
});

describe('a draft of the configuration', () => {
  const ini = `# comment
[GENERAL]
version=0.06
[GPIO]
Front_Door = 18
hall_pir = 23
shed_reed = 00
[NOTIFICATIONS]
username=owner
password=hunter2secret
to=0400000001,+15550100200,12345
tofarley=0400000003
from=Sec53
[DATABASE]
pwd=dbsecret99
`;

  it('is one that the hub reads, without a secret in it', () => {
    const sensors = new Map([['Front Door', { id: 'front-door', kind: 'contact' as const }]]);
    const draft = draftConfig(parseIni(ini), { timeZone: 'Australia/Melbourne', sensors });
    expect(draft).not.toMatch(/hunter2secret|dbsecret99/);
    expect(draft).toContain('#   [NOTIFICATIONS] tofarley = 0400000003');
    expect(draft).toContain('# needs its country: 12345');
    writeFileSync(house.configFile, draft);
    writeFileSync(join(house.folder, 'sms-password'), 'x');
    const config = house.config();
    expect(config.sensors.list.map(({ id, name, kind, line }) => [id, name, kind, line])).toEqual([
      ['front-door', 'Front Door', 'contact', 18],
      ['hall', 'hall', 'motion', 23],
    ]);
    expect(config.notify.sms?.recipients.map(String)).toHaveLength(2);
    expect(readFileSync(house.configFile, 'utf8')).toContain('"+61400000001"');
  });
});

describe('the command', () => {
  const run = async (...args: string[]) => {
    const place = { ...house, configure: async () => undefined, remove: async () => undefined };
    const ran = runProgram('import-legacy', args, place, { SEC53_CONFIG: house.configFile });
    return { code: await ran.ended, output: ran.output() };
  };

  it('takes every row of a file, however many lines it has', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => {
      const ts = new Date(Date.UTC(2014, 0, 1) + n * 60_000).toISOString().slice(0, 19);
      const what = n % 2 ? 'Closed' : 'Opened';
      return `INSERT INTO EventLog VALUES (${n + 1},'${ts.replace('T', ' ')}','Front Door ${what}','');`;
    });
    const dump = join(house.folder, 'dump.sql');
    writeFileSync(dump, rows.join('\n'));
    const { code, output } = await run('--sql', dump);
    expect([code, output]).toEqual([0, expect.stringContaining('3000 events, of')]);
    expect(await house.rows('events')).toHaveLength(3000);
  });

  it('names a file that is not there', async () => {
    const { code, output } = await run('--sql', join(house.folder, 'no.sql'));
    expect(code).toBe(1);
    expect(output).toMatch(/^import-legacy: .*no\.sql/m);
    expect(output).not.toMatch(/^ +at /m);
  });
});
