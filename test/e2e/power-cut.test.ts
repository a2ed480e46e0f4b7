import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DiskStep, findObstacle, readTape } from '../disk-tape.ts';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { createLuck } from '../luck.ts';
import { readDay } from '../read-day.ts';
import { RecordedDisk } from '../recorded-disk.ts';
import { day, type RecordedHouse, recordHouse } from '../recorded-house.ts';

// The long form is run by hand: POWER_CUTS=500 npm test -- test/e2e/power-cut.test.ts
const cuts = Number(process.env.POWER_CUTS ?? 9);
// POWER_SEED repeats the choice of cuts and losses, though not what is recorded.
const seed = Number(process.env.POWER_SEED ?? randomInt(2 ** 31));
const obstacle = findObstacle();

function filesIn(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile() && !entry.name.endsWith('-shm'))
    .map(entry => join(entry.parentPath, entry.name));
  return new Map(paths.map(path => [path.slice(folder.length), readFileSync(path, 'latin1')]));
}

describe.skipIf(obstacle)(`a disk that loses its power${obstacle ? `: ${obstacle}` : ''}`, () => {
  let house: RecordedHouse;
  let steps: DiskStep[];
  const luck = createLuck(seed);

  beforeAll(async () => {
    house = await recordHouse(2);
    steps = readTape(house.tape);
  }, 240_000);
  afterAll(() => house?.place.remove());

  /** The disk after the first `count` steps. */
  function diskAfter(count: number): RecordedDisk {
    const disk = new RecordedDisk(house.root);
    for (const step of steps.slice(0, count)) disk.take(step);
    return disk;
  }

  /** A third right behind an answer, a third at a change of names, a third anywhere. */
  function pickCut(kind: number): number {
    if (kind === 0) {
      const commands = [...house.modes, ...house.issued, ...house.revoked];
      const told = luck(2) ? commands : house.messages;
      const heardAt = told[luck(told.length)]?.heardAt ?? 0n;
      return steps.findLastIndex(({ at }) => at < heardAt) + 1;
    }
    const names = ['create', 'mkdir', 'remove', 'rename'];
    const fitting = steps.flatMap(({ what }, index) =>
      kind === 2 || names.includes(what) ? [index] : [],
    );
    return (fitting[luck(fitting.length)] ?? 0) + luck(2);
  }

  it('was recorded with everything that the hub and its commands wrote', () => {
    const whole = join(house.place.folder, 'whole');
    diskAfter(steps.length).writeWhole(whole);
    expect(filesIn(whole)).toEqual(filesIn(house.root.path));
  });

  it(
    `has all that was accepted, once and in order (seed ${seed})`,
    async () => {
      for (let index = 0; index < cuts; index++) await cutAndLook(pickCut(index % 3));
    },
    60_000 + cuts * 10_000,
  );

  async function cutAndLook(count: number): Promise<void> {
    // Where the next step was the first that never happened, everybody was told only what is before.
    const at = steps[count]?.at ?? process.hrtime.bigint();
    const place = await createPlace(
      `timeZone: UTC\n${anyPort}sensors: { driver: replay, replay: { file: silence.jsonl } }`,
    );
    try {
      writeFileSync(join(place.folder, 'silence.jsonl'), '');
      const disk = join(place.folder, 'disk');
      diskAfter(count).writeRemains(disk, luck);
      place.data = join(disk, 'data');
      const hub = await startHub(place);
      await lookAtEvents(hub, at);
      await lookAtMode(hub, at);
      await lookAtDevices(hub, place, at);
      expect(await hub.stop()).toBe(0);
      for (const file of ['state.db', 'history.db']) {
        const database = new Database(join(place.data, file), { readonly: true });
        expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
        database.close();
      }
    } catch (error) {
      throw new Error(`after ${count} of ${steps.length} steps, seed ${seed}`, { cause: error });
    } finally {
      await place.remove();
    }
  }

  async function lookAtEvents(hub: HubProcess, at: bigint): Promise<void> {
    const found = await readDay(hub, day);
    expect(found).toEqual(house.recording.slice(0, found.length));
    const last = house.messages.findLast(({ event, heardAt }) => event === 'event' && heardAt < at);
    const told = house.recording.findIndex(event => event.at === last?.data.at) + 1;
    expect(found.length).toBeGreaterThanOrEqual(told);
  }

  async function lookAtMode(hub: HubProcess, at: bigint): Promise<void> {
    const { mode, profile } = (await hub.send('/api/status')).json;
    const told = house.modes.findLast(({ heardAt }) => heardAt < at);
    const asked = house.modes.filter(({ askedAt, heardAt }) => askedAt < at && heardAt >= at);
    const possible = [told?.what ?? { mode: 'monitor', profile: null }];
    expect([...possible, ...asked.map(({ what }) => what)]).toContainEqual({ mode, profile });
  }

  async function lookAtDevices(hub: HubProcess, place: Place, at: bigint): Promise<void> {
    const pki = (of: Place, ...path: string[]) => join(of.data, 'pki', ...path);
    if (house.readyAt < at) {
      const admin = filesIn(pki(house.place, 'devices/admin'));
      expect(filesIn(pki(place, 'devices/admin'))).toEqual(admin);
      const root = readFileSync(pki(house.place, 'root.pem'));
      expect(readFileSync(pki(place, 'root.pem'))).toEqual(root);
    }
    for (const { what } of house.issued.filter(({ heardAt }) => heardAt < at)) {
      const { name, credential } = what;
      const revoked = house.revoked.find(told => told.what === name);
      if (revoked && revoked.askedAt < at && revoked.heardAt >= at) continue;
      const { status, json } = await hub.send('/api/session', { as: credential });
      if (revoked && revoked.heardAt < at) {
        expect(status).toBe(401);
        continue;
      }
      expect([status, json.name]).toEqual([200, name]);
      if (revoked) continue;
      const files = filesIn(pki(house.place, 'devices', name));
      expect(filesIn(pki(place, 'devices', name))).toEqual(files);
    }
  }
});
