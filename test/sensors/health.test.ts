import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Telling } from '../../server/alarm/alerting-state.ts';
import { createBus } from '../../server/bus.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import { createLog } from '../../server/log.ts';
import { judgeVitals, newVitals, type Vitals } from '../../server/sensors/health.ts';
import { createHealthKeeper } from '../../server/sensors/health-keeper.ts';
import { createHouse } from '../../server/sensors/house.ts';
import { createDocuments } from '../../server/state/documents.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';

const minute = 60_000;
const dayOfMinutes = 24 * 60;

/** Lives so many minutes at one level, a look each minute. */
function live(
  start: Vitals,
  minutes: number,
  level: { value: 'open' | 'closed' | 'active' | 'idle'; since: number },
  isHouseQuiet = false,
): Vitals {
  const kind = level.value === 'open' || level.value === 'closed' ? 'contact' : 'motion';
  let vitals = start;
  for (let count = 0; count < minutes; count++) {
    vitals = judgeVitals(vitals, { ...level, kind, elapsedMs: minute, isHouseQuiet });
  }
  return vitals;
}

/** A door that was used for a day, so that it is known what is ordinary of it. */
function used(): Vitals {
  let vitals = newVitals;
  for (let since = -11; since <= 0; since++) {
    vitals = live(vitals, 60, { value: since % 2 === 0 ? 'open' : 'closed', since });
  }
  return vitals;
}

describe('the health of a sensor', () => {
  it('is silent after a week without a word, and good again with the next one', () => {
    // The look that sees the change begins the span.
    const almost = live(used(), 7 * dayOfMinutes, { value: 'closed', since: 1 });
    expect(almost.health).toBe('good');
    const silent = live(almost, 1, { value: 'closed', since: 1 });
    expect(silent.health).toBe('silent');
    const back = live(silent, 1, { value: 'open', since: 2 });
    expect(back.health).toBe('good');
    // It was quiet for a week once: five times that is out of the ordinary now.
    const later = live(back, 1, { value: 'closed', since: 3 });
    expect(live(later, 34 * dayOfMinutes, { value: 'closed', since: 3 }).health).toBe('good');
    expect(live(later, 35 * dayOfMinutes + 10, { value: 'closed', since: 3 }).health).toBe(
      'silent',
    );
  });

  it('is not judged silent before it has changed ten times', () => {
    const months = 90 * dayOfMinutes;
    expect(live(newVitals, months, { value: 'closed', since: 1 }).health).toBe('good');
    const nine = { ...used(), changes: 8 };
    expect(live(nine, 30 * dayOfMinutes, { value: 'closed', since: 1 }).health).toBe('good');
  });

  it('is not silent for a time in which the whole house was quiet, but may be stuck', () => {
    const level = { value: 'closed', since: 1 } as const;
    const away = live(used(), 60 * dayOfMinutes, level, true);
    expect(away.health).toBe('good');
    expect(live(away, 7 * dayOfMinutes - 1, level).health).toBe('good');
    expect(live(away, 7 * dayOfMinutes, level).health).toBe('silent');
    const open = { value: 'open', since: 1 } as const;
    expect(live(newVitals, 3 * dayOfMinutes, open, true).health).toBe('stuck');
  });

  it('of a thermometer is silent in an empty house too', () => {
    let vitals = { ...newVitals, changes: 10 };
    for (let count = 0; count < 7 * dayOfMinutes; count++) {
      const level = { kind: 'temperature', value: 20, since: 1, isHouseQuiet: true } as const;
      vitals = judgeVitals(vitals, { ...level, elapsedMs: minute });
    }
    expect(vitals.health).toBe('silent');
  });

  it('is stuck when it stays away from rest far longer than ever', () => {
    const motion = live(newVitals, 12 * 60 - 1, { value: 'active', since: 1 });
    expect(motion.health).toBe('good');
    expect(live(motion, 1, { value: 'active', since: 1 }).health).toBe('stuck');
    const door = live(newVitals, 3 * dayOfMinutes - 1, { value: 'open', since: 1 });
    expect(door.health).toBe('good');
    const stuck = live(door, 1, { value: 'open', since: 1 });
    expect(stuck.health).toBe('stuck');
    const closed = live(stuck, 1, { value: 'closed', since: 2 });
    expect(closed.health).toBe('good');
    expect(live(closed, 5 * dayOfMinutes, { value: 'open', since: 3 }).health).toBe('good');
  });

  it('chatters until it has been calm for ten minutes', () => {
    const noisy: Vitals = { ...newVitals, isChattering: true };
    const level = { value: 'closed', since: 1 } as const;
    const chattering = live(noisy, 60, level);
    expect(chattering.health).toBe('chattering');
    const calm = { ...chattering, isChattering: false };
    expect(live(calm, 9, level).health).toBe('chattering');
    expect(live(calm, 10, level).health).toBe('good');
  });

  it('does not come and go by itself, whatever the times between two looks', () => {
    const steps = fc.array(
      fc.record({
        elapsedMs: fc.oneof(fc.integer({ min: -1e12, max: 1e12 }), fc.constant(minute)),
        times: fc.integer({ min: 1, max: 4000 }),
        isChange: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(steps, all => {
        let vitals = used();
        let since = 0;
        for (const { elapsedMs, times, isChange } of all) {
          if (isChange) since += 1;
          let turns = 0;
          for (let count = 0; count < times; count++) {
            const value = since % 2 === 0 ? 'closed' : 'open';
            const next = judgeVitals(vitals, {
              ...{ kind: 'contact', value, since, elapsedMs, isHouseQuiet: false },
            });
            // A change may make it good; after that it can turn bad, and never back.
            if (count > 0 && next.health !== vitals.health) {
              expect(next.health).not.toBe('good');
              turns += 1;
            }
            vitals = next;
          }
          expect(turns).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is not worse for a clock that is set, nor for a time in which the hub was off', () => {
    const level = { kind: 'contact', value: 'open', since: 1, isHouseQuiet: false } as const;
    const known = judgeVitals(newVitals, { ...level, elapsedMs: minute });
    const year = 365 * dayOfMinutes * minute;
    expect(judgeVitals(known, { ...level, elapsedMs: year }).health).toBe('good');
    expect(judgeVitals(known, { ...level, elapsedMs: -year }).awayMs).toBe(known.awayMs);
  });

  it('leaves a sensor at fault as it was: it has said so', () => {
    const level = { kind: 'contact', since: 9, elapsedMs: minute, isHouseQuiet: false } as const;
    for (const value of ['fault', 'unknown', undefined] as const) {
      expect(judgeVitals(newVitals, { ...level, value })).toBe(newVitals);
    }
  });
});

describe('whoever keeps the health', () => {
  let folder: string;
  let state: State;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sec53-health-'));
    state = await openState(folder);
  });
  afterEach(() => {
    state.close();
    rmSync(folder, { recursive: true });
  });

  function createKeeper(told: string[], time: { now: number }) {
    const config = loadConfig({ file: undefined, environment: {} });
    const house = createHouse(
      [{ id: 'hall', name: 'Hall', kind: 'motion', zone: 'instant' }],
      [],
      config.alarm,
      false,
    );
    house.set({ sensor: 'hall', kind: 'motion', value: 'active', since: 5, last: 'active' });
    const log = createLog(() => undefined);
    const keeper = createHealthKeeper({
      ...{ house, documents: createDocuments(state), log, bus: createBus(log), site: 'home' },
      clock: { wall: () => 0, steady: () => time.now },
      ...{ isAway: () => false, audience: () => ({ sms: [], push: [], escalation: [] }) },
      tell: (code, { title }) => void told.push(`${code}: ${title}`),
    });
    const pass = (minutes: number) => {
      for (let count = 0; count < minutes; count++) {
        time.now += minute;
        keeper.judge();
      }
    };
    return Object.assign(keeper, { pass });
  }

  it('tells once that a sensor turned bad, and a restart neither forgets nor repeats it', () => {
    const told: string[] = [];
    const first = createKeeper(told, { now: 0 });
    first.pass(6 * 60);
    first.stop();
    // The steady clock of the next run begins elsewhere.
    const second = createKeeper(told, { now: 1e9 });
    second.pass(6 * 60 - 1);
    expect([second.healthOf('hall'), told]).toEqual(['good', []]);
    second.pass(2);
    const said = ['sensor-health: Hall does not go back'];
    expect([second.healthOf('hall'), told]).toEqual(['stuck', said]);
    const third = createKeeper(told, { now: 0 });
    expect(third.healthOf('hall')).toBe('stuck');
    third.pass(30);
    expect(told).toEqual(said);
  });

  it('shows chattering at once, and knows nothing of sensors that there are none of', () => {
    const keeper = createKeeper([], { now: 0 });
    keeper.note('hall', 'chattering');
    expect(keeper.healthOf('hall')).toBe('chattering');
    keeper.note('hall', 'calm');
    keeper.pass(10);
    expect(keeper.healthOf('hall')).toBe('good');
    expect(keeper.healthOf('shed')).toBe('good');
  });

  /** Twelve doors of a family that is told by text messages alone. */
  function createDoors() {
    const doors = Array.from({ length: 12 }, (_, index) => `Door ${index + 1}`);
    const world = { now: 0, isAway: false, told: [] as Telling[], moves: 0 };
    const config = loadConfig({ file: undefined, environment: {} });
    const sensors = doors.map(name => ({
      ...{ id: name, name, kind: 'contact' as const, zone: 'delay' as const },
    }));
    const house = createHouse(sensors, [], config.alarm, false);
    const log = createLog(() => undefined);
    const gran = { address: '+61400000001', person: '', isQuiet: false };
    const keeper = createHealthKeeper({
      ...{ house, documents: createDocuments(state), log, bus: createBus(log), site: 'home' },
      clock: { wall: () => world.now, steady: () => world.now },
      isAway: () => world.isAway,
      audience: () => ({ sms: [gran], push: [], escalation: [gran] }),
      tell: (_code, telling) => void world.told.push(telling),
    });
    /** So many days; on each, every two hours of sixteen, these doors open and close. */
    function live(days: number, movers: readonly string[]): void {
      for (let count = 0; count < days * dayOfMinutes; count++) {
        const ofDay = count % dayOfMinutes;
        if (ofDay < 16 * 60 && ofDay % 120 < 2) {
          world.moves += 1;
          const value = ofDay % 2 === 0 ? ('open' as const) : ('closed' as const);
          for (const sensor of movers) {
            house.set({ sensor, kind: 'contact', value, since: world.moves, last: value });
          }
        }
        world.now += minute;
        keeper.judge();
      }
    }
    return Object.assign(world, { doors, live, keeper });
  }

  it('says nothing of a holiday of two weeks, at home or armed away', () => {
    const house = createDoors();
    house.live(3, house.doors);
    house.live(14, []);
    house.live(3, house.doors);
    house.isAway = true;
    // Somebody comes to water the plants, by one door.
    house.live(14, ['Door 1']);
    house.isAway = false;
    house.live(3, house.doors);
    expect(house.told).toEqual([]);
  });

  it('names all that have gone quiet in one notice a day, and spends no text message', () => {
    const house = createDoors();
    const [first = '', second = '', ...others] = house.doors;
    house.live(3, house.doors);
    house.live(8, [first, second]);
    expect(house.told.map(({ title }) => title)).toEqual(['10 sensors need to be looked at']);
    expect(house.told[0]).toMatchObject({ sms: [], push: [] });
    expect(house.told[0]?.body).toBe(`Gone quiet: ${others.join(', ')}.`);
    expect(house.keeper.healthOf('Door 3')).toBe('silent');
  });

  it('waits a day with the next one, and leaves out what is well again by then', () => {
    const house = createDoors();
    house.live(1, house.doors);
    for (const sensor of ['Door 1', 'Door 2', 'Door 3']) {
      house.keeper.note(sensor, 'chattering');
      house.live(1 / dayOfMinutes, []);
    }
    expect(house.told.map(({ title }) => title)).toEqual(['Door 1 is chattering']);
    house.keeper.note('Door 2', 'calm');
    house.live(1, []);
    expect(house.told.map(({ title }) => title).slice(1)).toEqual(['Door 3 is chattering']);
    house.live(3, []);
    expect(house.told).toHaveLength(2);
  });
});
