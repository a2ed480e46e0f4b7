import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyPort, createPlace, type Place, startHub } from '../hub-process.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';
import { readDay } from '../read-day.ts';

const day = '2026-03-01';
// The long form is run by hand: CRASH_KILLS=100 npm test -- test/e2e/crash.test.ts
const kills = Number(process.env.CRASH_KILLS ?? 8);
/** More than a hub plays in all its short lives, so that each of them ends in the middle. */
const count = kills * 1500;

/** A door and two rooms, five changes a second. */
function createRecording() {
  const start = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    const sensor = ['door', 'hall', 'lounge'][index % 3] ?? 'door';
    const isActive = Math.floor(index / 3) % 2 === 0;
    const kind = sensor === 'door' ? 'contact' : 'motion';
    const value =
      kind === 'contact' ? (isActive ? 'open' : 'closed') : isActive ? 'active' : 'idle';
    return { at: new Date(start + index * 200).toISOString(), sensor, kind, value, isActive };
  });
}

describe('a hub that is killed again and again', () => {
  let mariadb: Mariadb;
  let place: Place;
  const recording = createRecording();
  const ledger = recording.map(({ at, sensor, isActive }) => ({ at, sensor, isActive }));

  beforeAll(async () => {
    mariadb = await startMariadb();
    place = await createPlace();
    const lines = recording.map(({ at, sensor, kind, value }) =>
      JSON.stringify({ at, sensor, kind, value }),
    );
    await writeFile(join(place.folder, 'home.jsonl'), lines.join('\n'));
  });
  afterAll(async () => {
    await mariadb?.remove();
    await place?.remove();
  });

  it.each(['mysql', 'sqlite'])(
    'loses nothing, doubles nothing and keeps the order (%s)',
    async engine => {
      const url = engine === 'mysql' ? await mariadb.createDatabase('killed') : undefined;
      place.data = join(place.folder, engine);
      await place.configure(
        [
          'timeZone: UTC',
          anyPort,
          ...(url ? [`history: { url: ${JSON.stringify(url)} }`] : []),
          'sensors: { driver: replay, replay: { file: home.jsonl, speed: 100 } }',
        ].join('\n'),
      );
      for (let kill = 0; kill < kills; kill++) {
        const hub = await startHub(place);
        // At a moment that is another one each time: after so many status requests.
        for (let requests = randomInt(20); requests >= 0; requests--) await hub.send('/healthz');
        if (engine === 'mysql' && kill === Math.floor(kills / 2)) await mariadb.kill();
        expect(hub.output()).not.toContain('replay finished');
        await hub.kill();
        if (engine === 'mysql' && kill === Math.floor(kills / 2)) await mariadb.start();
      }
      await place.configure(
        [
          'timeZone: UTC',
          anyPort,
          ...(url ? [`history: { url: ${JSON.stringify(url)} }`] : []),
          'sensors: { driver: replay, replay: { file: home.jsonl, speed: 0 } }',
        ].join('\n'),
      );
      const hub = await startHub(place);
      const [said] = await hub.prints(/replay finished.*/);
      expect(said).toContain(`${count} readings`);
      expect(await readDay(hub, day)).toEqual(ledger);
      await hub.stop();
    },
    900_000,
  );
});
