import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
): Vitals {
  const kind = level.value === 'open' || level.value === 'closed' ? 'contact' : 'motion';
  let vitals = start;
  for (let count = 0; count < minutes; count++) {
    vitals = judgeVitals(vitals, { ...level, kind, elapsedMs: minute });
  }
  return vitals;
}

describe('the health of a sensor', () => {
  it('is silent after a week without a word, and good again with the next one', () => {
    const almost = live(newVitals, 7 * dayOfMinutes - 1, { value: 'closed', since: 1 });
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
        let vitals = newVitals;
        let since = 0;
        for (const { elapsedMs, times, isChange } of all) {
          if (isChange) since += 1;
          let turns = 0;
          for (let count = 0; count < times; count++) {
            const value = since % 2 === 0 ? 'closed' : 'open';
            const next = judgeVitals(vitals, { kind: 'contact', value, since, elapsedMs });
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
    const level = { kind: 'contact', value: 'open', since: 1 } as const;
    const known = judgeVitals(newVitals, { ...level, elapsedMs: minute });
    const year = 365 * dayOfMinutes * minute;
    expect(judgeVitals(known, { ...level, elapsedMs: year }).health).toBe('good');
    expect(judgeVitals(known, { ...level, elapsedMs: -year }).awayMs).toBe(known.awayMs);
  });

  it('leaves a sensor at fault as it was: it has said so', () => {
    const level = { kind: 'contact', since: 9, elapsedMs: minute } as const;
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
    const said = ['sensor-stuck: Hall does not go back'];
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
});
