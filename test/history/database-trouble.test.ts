import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { canMount } from '../can-mount.ts';
import { type OpenedStream, openStream } from '../event-stream.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

// The long form is run by hand: DATABASE_AWAY_SECONDS=60 npm test -- test/history/database-trouble.test.ts
const awaySeconds = Number(process.env.DATABASE_AWAY_SECONDS ?? 0);
const isLong = awaySeconds > 0;
const moves = 2000;

interface Trouble {
  begin(mariadb: Mariadb): Promise<void> | void;
  end(mariadb: Mariadb): Promise<void> | void;
}

const filler = ({ data }: Mariadb) => join(data, 'filler');
const troubles: Record<string, Trouble> = {
  'is stopped and started': { begin: it => it.stop(), end: it => it.start() },
  'is killed and started': { begin: it => it.kill(), end: it => it.start() },
};
if (canMount()) {
  troubles['has a full disk, and room again'] = {
    begin(mariadb) {
      const { bavail, bsize } = statfsSync(mariadb.data);
      writeFileSync(filler(mariadb), Buffer.alloc(bavail * bsize));
    },
    end: mariadb => rmSync(filler(mariadb)),
  };
}
// The hub gives a server half a minute for an answer, so this takes long.
if (isLong) troubles['hangs and goes on'] = { begin: it => it.freeze(), end: it => it.thaw() };

describe('a hub whose database', () => {
  let mariadb: Mariadb;
  let house: WiredHouse;
  let stream: OpenedStream;
  let moved: { sensor: string; kind: string }[];

  beforeAll(async () => {
    mariadb = await startMariadb(canMount() ? '256m' : undefined);
  });
  afterAll(() => mariadb?.remove());
  afterEach(async () => {
    mariadb.thaw();
    stream?.close();
    await house?.remove();
  });

  const heard = () => stream.messages.filter(({ event }) => event === 'event');

  /** A door and a hall take turns; resolves when the hub has told it, so it is journaled. */
  async function move(): Promise<void> {
    const index = moved.length;
    const isActive = Math.floor(index / 2) % 2 === 0;
    house.move(index % 2 === 0 ? 17 : 27, isActive ? 1 : 0);
    moved.push({
      sensor: index % 2 === 0 ? 'door' : 'hall',
      kind: isActive ? 'trigger' : 'reset',
    });
    await new Promise(resolve => setImmediate(resolve));
  }

  it.each(Object.keys(troubles))(
    '%s gets everything once and in order, and the alarm decides meanwhile',
    async name => {
      const trouble = troubles[name];
      moved = [];
      const url = await mariadb.createDatabase(name.replaceAll(/\W+/g, '_'));
      house = createWiredHouse(`
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
history: { url: ${JSON.stringify(url)} }
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: door, kind: contact, line: 17, glitchMs: 0, settleMs: 0 }
    - { id: hall, kind: motion, line: 27, glitchMs: 0, settleMs: 0 }
`);
      await house.start();
      stream = await openStream(house.address(), house.admin());
      while (moved.length < moves) await move();

      await trouble?.begin(mariadb);
      const isAway = ({ event, data }: { event: string; data: { flags: string[] } }) =>
        event === 'status' && data.flags.includes('history');
      while (!stream.messages.some(isAway)) await move();
      const day = new Date().toISOString().slice(0, 10);
      expect((await house.ask(`/api/events?day=${day}`)).code).toBe('history_away');
      while (moved.length % 4 !== 0) await move();
      expect((await house.ask('/api/mode', 'PUT', { mode: 'alert' })).mode).toBe('alert');
      await move();
      await stream.next(({ event, data }) => event === 'incident' && data.trips.length === 1);
      const until = performance.now() + awaySeconds * 1000;
      const enough = moved.length + moves;
      while (moved.length < enough || performance.now() < until) await move();
      expect((await house.ask('/api/status')).flags).toContain('history');

      const before = stream.messages.length;
      await trouble?.end(mariadb);
      await stream.next(
        message =>
          message.event === 'status' &&
          !message.data.flags.includes('history') &&
          stream.messages.indexOf(message) >= before,
      );
      await stream.next(() => heard().length >= moved.length);
      await house.stop();
      const connection = await createConnection(url);
      const [rows] = await connection.query('select id, sensor, kind from events order by at, id');
      await connection.end();
      const told = heard().map(({ data }) => data);
      expect(told.map(({ sensor, kind }) => ({ sensor, kind }))).toEqual(moved);
      // Two lines may differ by a millisecond; the history is by time.
      const byTime = told.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      expect(rows).toEqual(byTime.map(({ id, sensor, kind }) => ({ id, sensor, kind })));
    },
    240_000 + awaySeconds * 1000,
  );
});
