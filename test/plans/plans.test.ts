import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initialAlarmState } from '../../server/alarm/alarm-state.ts';
import type { Telling } from '../../server/alarm/alerting-state.ts';
import type { Controller } from '../../server/alarm/controller.ts';
import { createBus } from '../../server/bus.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import { createLog } from '../../server/log.ts';
import { createPlans } from '../../server/plans/plans.ts';
import type { ModeRequest, Schedule } from '../../server/protocol.ts';
import { sensorsOf } from '../../server/sensors/create-source.ts';
import { createHouse } from '../../server/sensors/house.ts';
import { createDocuments } from '../../server/state/documents.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';
import { createTimeZone } from '../../server/time-zone.ts';

const hour = 3_600_000;
const ten = Date.parse('2026-11-24T22:00:00Z');
let folder: string;
let state: State;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-plans-'));
  state = await openState(folder);
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

const atEleven = (when: Schedule['when']): Schedule => {
  return { at: '23:00', days: ['tue'], profile: 'night', when };
};

function createHousehold(schedules: Schedule[] = []) {
  const config = loadConfig({ file: undefined, environment: {} });
  const log = createLog(() => undefined);
  const world = {
    now: ten,
    isTrusted: true,
    isIn: undefined as boolean | undefined,
    isOut: undefined as boolean | undefined,
    alarm: initialAlarmState('monitor', 0),
    commands: [] as ModeRequest[],
    told: [] as string[],
  };
  const controller = {
    get alarm() {
      return world.alarm;
    },
    command: (request: ModeRequest) => void world.commands.push(request),
    tell: (_code: string, { title }: Telling) => void world.told.push(title),
    note: (_topic: string, kind: string) => void world.told.push(kind),
  };
  const plans = createPlans(
    { schedules, bedtime: undefined },
    {
      documents: createDocuments(state),
      house: createHouse(sensorsOf(config), [], config.alarm, false),
      ...{ log, zone: createTimeZone('UTC'), bus: createBus(log), site: 'home' },
      clock: { wall: () => world.now, steady: () => world.now },
      presence: { everybodyIn: () => world.isIn, everybodyOut: () => world.isOut },
      isClockTrusted: () => world.isTrusted,
      controller: () => controller as unknown as Controller,
      tell: (code, { title }) => void world.told.push(`${code}: ${title}`),
      audience: () => ({ sms: [], push: [], escalation: [] }),
      timeOfDay: at => new Date(at).toISOString().slice(11, 16),
      audit: () => undefined,
    },
  );
  return Object.assign(world, {
    plans,
    at(now: number) {
      world.now = now;
      plans.look();
    },
  });
}

describe('a schedule for when everybody is in', () => {
  it.each([
    [true, ['night'], []],
    [false, [], []],
    [undefined, [], ['It is 23:00. Arm Night?']],
  ])('does what fits when that is %s', (isIn, armed, told) => {
    const house = createHousehold([atEleven('everyone-in')]);
    house.at(ten);
    house.isIn = isIn;
    house.at(ten + hour);
    expect(house.commands.map(({ profile }) => profile)).toEqual(armed);
    expect(house.told).toEqual(told);
  });
});

describe('a schedule', () => {
  it('waits for a clock that is trusted, and comes no more than ten minutes late', () => {
    const house = createHousehold([atEleven('always')]);
    house.at(ten);
    house.isTrusted = false;
    house.at(ten + hour);
    expect(house.commands).toEqual([]);
    house.isTrusted = true;
    house.at(ten + hour + 600_000);
    expect(house.commands).toHaveLength(1);
    house.isTrusted = false;
    house.at(ten + 8 * 24 * hour);
    house.isTrusted = true;
    house.at(ten + 8 * 24 * hour + 1);
    expect(house.commands).toHaveLength(1);
    expect(house.told).toEqual(['plan-missed: Night was not armed at 23:00']);
  });

  it('runs once though the clock is put back over it', () => {
    const house = createHousehold([atEleven('always')]);
    house.at(ten);
    house.at(ten + hour);
    house.at(ten + hour - 2000);
    house.at(ten + hour);
    expect(house.commands).toHaveLength(1);
  });

  it('that is new counts from now on, and one that is gone does nothing', () => {
    const house = createHousehold();
    house.at(ten + hour + 60_000);
    house.plans.apply({ schedules: [atEleven('always')], bedtime: undefined });
    house.at(ten + hour + 61_000);
    expect(house.commands).toEqual([]);
    house.plans.apply({ schedules: [], bedtime: undefined });
    house.at(ten + hour + 7 * 24 * hour);
    expect(house.commands).toEqual([]);
    expect(house.told).toEqual([]);
  });
});

describe('a schedule of a house that is armed already', () => {
  it.each([
    ['armed', [{ mode: 'alert', profile: 'away', now: true }]],
    // Somebody is on their way out: the delay that runs begins anew with what is armed now.
    ['arming', [{ mode: 'alert', profile: 'away' }]],
    ['pending', []],
    ['triggered', []],
  ] as const)('that is %s opens no exit delay over it', (phase, commands) => {
    const house = createHousehold([{ ...atEleven('always'), profile: 'away' }]);
    house.at(ten);
    house.alarm = { ...initialAlarmState('alert', 0), profile: 'night', phase };
    house.at(ten + hour);
    expect(house.commands).toEqual(commands);
  });
});

describe('the question whether to arm', () => {
  const question = 'Everybody seems to be out: arm?';

  it('is asked when presence says that everybody is out, at most once in four hours', () => {
    const house = createHousehold();
    house.isOut = true;
    for (const after of [0, 1, 4 * hour - 1]) house.at(ten + after);
    expect(house.told).toEqual([question]);
    house.at(ten + 4 * hour);
    expect(house.told).toEqual([question, question]);
  });

  it('is asked of nobody while it is armed, or practised', () => {
    const house = createHousehold();
    house.alarm = { ...initialAlarmState('alert', 0) };
    house.plans.suggestArming('left');
    const by = { name: 'Tom', via: 'certificate' } as const;
    const { alerting } = house.alarm;
    house.alarm = {
      ...initialAlarmState('off', 0),
      practice: { until: ten + hour, by, kept: alerting },
    };
    house.plans.suggestArming('left');
    expect(house.told).toEqual([]);
  });
});
