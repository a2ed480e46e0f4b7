import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStream } from '../event-stream.ts';
import { anyPort, createPlace, type Place, startHub } from '../hub-process.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';

const day = '2026-03-01';
const recording = Array.from({ length: 40 }, (_, index) =>
  JSON.stringify({
    at: new Date(Date.parse(`${day}T01:00:00Z`) + index * 1000).toISOString(),
    sensor: 'door',
    kind: 'contact',
    value: index % 2 ? 'closed' : 'open',
  }),
).join('\n');

function configuration(url: string): string {
  return `${anyPort}history: { url: ${JSON.stringify(url)} }\nsensors: { driver: replay, replay: { file: home.jsonl, speed: 0 } }\n`;
}

describe('a hub whose database', () => {
  let mariadb: Mariadb;
  let place: Place;
  beforeAll(async () => {
    mariadb = await startMariadb();
  });
  afterAll(() => mariadb?.remove());
  beforeEach(async () => {
    place = await createPlace();
    await writeFile(join(place.folder, 'home.jsonl'), recording);
  });
  afterEach(() => place.remove());

  it('is away works, says so, answers no half day, and loses nothing', async () => {
    const url = await mariadb.createDatabase('away');
    await place.configure(configuration(url));
    await mariadb.stop();
    const hub = await startHub(place);
    await hub.prints(/replay finished/);
    await hub.prints(/the history cannot be reached.*check that the server runs/);
    const stream = await openStream(hub.address, hub.admin());
    const away = await hub.send(`/api/events?day=${day}`);
    expect([away.status, away.json.code]).toEqual([503, 'history_away']);
    const warmth = await hub.send('/api/temperatures');
    expect([warmth.status, warmth.json.code]).toEqual([503, 'history_away']);
    const put = await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    expect(put.json).toMatchObject({ mode: 'alert', flags: expect.arrayContaining(['history']) });
    expect((await hub.send('/healthz')).status).toBe(200);
    // A crash while it waits.
    await hub.kill();
    stream.close();

    await mariadb.start();
    const again = await startHub(place);
    const live = await openStream(again.address, again.admin());
    await live.next(({ event, data }) => event === 'status' && !data.flags.includes('history'));
    const { json } = await again.send(`/api/events?day=${day}`);
    expect(json.events.map(({ at }: { at: string }) => at)).toEqual(
      recording.split('\n').map(line => JSON.parse(line).at),
    );
    live.close();
    await again.stop();
  });

  it('has another password says whose it is, and takes everything once it is right', async () => {
    const url = await mariadb.createDatabase('password');
    await place.configure(configuration(url.replace(/:[^:@]+@/, ':wrong@')));
    const hub = await startHub(place);
    await hub.prints(
      /reason="Access denied for user.*check the user of history\.url and history\.password_file/,
    );
    expect(hub.output()).not.toContain('wrong');
    await hub.stop();
    await place.configure(configuration(url));
    const right = await startHub(place);
    const live = await openStream(right.address, right.admin());
    await live.next(({ event, data }) => event === 'status' && !data.flags.includes('history'));
    await live.close();
    expect((await right.send(`/api/events?day=${day}`)).json.events).toHaveLength(40);
    await right.stop();
  });

  it('has a member that is down goes on with the next one', async () => {
    const url = await mariadb.createDatabase('members');
    await place.configure(configuration(url.replace('@127.0.0.1', '@127.0.0.1:1,127.0.0.1')));
    const hub = await startHub(place);
    await hub.prints(/replay finished/);
    const live = await openStream(hub.address, hub.admin());
    await live.next(({ event, data }) => event === 'status' && !data.flags.includes('history'));
    live.close();
    expect((await hub.send(`/api/events?day=${day}`)).json.events).toHaveLength(40);
    await hub.stop();
  });

  it('was written by a newer program is left alone, and the hub says so', async () => {
    const url = await mariadb.createDatabase('newer');
    await place.configure(configuration(url));
    const first = await startHub(place);
    await first.prints(/replay finished/);
    await first.stop();
    const { createConnection } = await import('mysql2/promise');
    const connection = await createConnection(url);
    await connection.query("insert into kysely_migration values ('999-later', '2030')");
    await connection.end();
    const hub = await startHub(place);
    await hub.prints(/written by a newer sec53 \(it has 999-later\)/);
    expect((await hub.send('/api/status')).json.flags).toContain('history');
    await hub.stop();
  });
});
