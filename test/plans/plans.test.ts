import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AlarmState, initialAlarmState } from '../../server/alarm/alarm-state.ts';
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
import type { JournalRow } from '../../server/state/journal.ts';
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
  const bus = createBus(log);
  const gran = { address: '+61400000001', person: '', isQuiet: false };
  const phoneOf = (person: string) => ({ address: `${person}-phone`, person, isQuiet: false });
  const world = {
    now: ten,
    isTrusted: true,
    isIn: undefined as boolean | undefined,
    isOut: undefined as boolean | undefined,
    alarm: initialAlarmState('monitor', 0),
    commands: [] as ModeRequest[],
    told: [] as string[],
    tellings: [] as Telling[],
    audited: [] as string[],
  };
  const controller = {
    get alarm() {
      return world.alarm;
    },
    command: (request: ModeRequest) => void world.commands.push(request),
    tell(_code: string, telling: Telling) {
      world.told.push(telling.title);
      world.tellings.push(telling);
    },
    note: (_topic: string, kind: string) => void world.told.push(kind),
  };
  const plans = createPlans(
    { schedules, bedtime: undefined },
    {
      documents: createDocuments(state),
      house: createHouse(sensorsOf(config), [], config.alarm, false),
      ...{ log, zone: createTimeZone('UTC'), bus, site: 'home' },
      clock: { wall: () => world.now, steady: () => world.now },
      presence: { everybodyIn: () => world.isIn, everybodyOut: () => world.isOut },
      isClockTrusted: () => world.isTrusted,
      controller: () => controller as unknown as Controller,
      tell: (code, { title }) => void world.told.push(`${code}: ${title}`),
      audience: () => ({ sms: [gran], push: [phoneOf('Mum'), phoneOf('Tom')], escalation: [] }),
      timeOfDay: at => new Date(at).toISOString().slice(11, 16),
      audit: (by, action, detail) => void world.audited.push(`${by.name} ${action}: ${detail}`),
    },
  );
  return Object.assign(world, {
    plans,
    /** What the alarm does when this person sets a mode. */
    setMode(name: string, alarm: Partial<AlarmState>) {
      world.alarm = { ...world.alarm, ...alarm };
      const body = JSON.stringify({ by: { name, via: 'certificate' }, detail: '' });
      const row = { id: '1', at: world.now, topic: 'audit', kind: 'mode', body };
      bus.emit('journaled', [row as unknown as JournalRow]);
    },
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

describe('what is to be armed later', () => {
  const by = { name: 'Tom', via: 'certificate' } as const;
  const at = new Date(ten + hour).toISOString();

  function createWithLater(alarm: Partial<AlarmState>) {
    const house = createHousehold();
    Object.assign(house.alarm, alarm);
    house.plans.start();
    house.plans.setLater({ at, profile: 'night' }, by);
    house.audited.length = 0;
    return house;
  }

  it('is taken back by an arming of now, on record, and whoever set it is told', () => {
    const house = createWithLater({});
    house.setMode('Mum', { mode: 'alert', profile: 'away', phase: 'arming' });
    expect(house.plans.later()).toBeNull();
    expect(house.audited).toEqual(['Mum later: arming now took back that night is armed at 23:00']);
    expect(house.tellings).toMatchObject([
      {
        ...{ title: 'Night will not be armed at 23:00', sms: [], push: [{ person: 'Tom' }] },
        body: 'Mum armed Away before that. Set it again if you still want it.',
      },
    ]);
    house.plans.stop();
  });

  it('stays when a door is left out, or it is disarmed, and goes with another profile', () => {
    const house = createWithLater({ mode: 'alert', profile: 'home', phase: 'armed' });
    house.setMode('Mum', {});
    house.setMode('Mum', { mode: 'off', profile: null, phase: 'disarmed' });
    expect(house.plans.later()).not.toBeNull();
    house.setMode('Tom', { mode: 'alert', profile: 'home', phase: 'armed' });
    expect(house.plans.later()).toBeNull();
    // Tom set it, and Tom armed.
    expect([house.told, house.audited.length]).toEqual([[], 1]);
    house.plans.setLater({ at, profile: 'night' }, by);
    house.setMode('Mum', { profile: 'away' });
    expect(house.plans.later()).toBeNull();
    house.plans.stop();
  });
});

describe('a schedule that was missed', () => {
  it.each([
    ['always', undefined, 'plan-missed: Night was not armed at 23:00'],
    ['ask', undefined, 'plan-missed'],
    ['everyone-in', undefined, 'plan-missed'],
    ['everyone-in', true, 'plan-missed: Night was not armed at 23:00'],
  ] as const)('and is for %s, with everybody in: %s, is told as %s', (when, isIn, told) => {
    const house = createHousehold([atEleven(when)]);
    house.isIn = isIn;
    house.at(ten);
    house.at(ten + 2 * hour);
    expect(house.told).toEqual([told]);
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
      practice: { until: ten + hour, by, forMs: 60_000, memory: false, kept: alerting },
    };
    house.plans.suggestArming('left');
    expect(house.told).toEqual([]);
  });
});
