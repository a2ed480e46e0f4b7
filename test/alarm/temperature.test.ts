import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmEffect } from '../../server/alarm/alarm-decision.ts';
import { readAlarm } from '../../server/alarm/alarm-memory.ts';
import type { Zone } from '../../server/alarm/alarm-rules.ts';
import { type AlarmState, initialAlarmState, type Step } from '../../server/alarm/alarm-state.ts';
import type { AlertRules, Audience } from '../../server/alarm/alerting-state.ts';
import { decide, nextDeadline } from '../../server/alarm/decide.ts';
import { rulesOf } from '../../server/alarm/rules.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { Mode, ZoneKind } from '../../server/protocol.ts';
import { houseRules } from './play-house.ts';

const mum = { name: 'Mum', via: 'certificate' as const };
const start = Date.parse('2026-11-24T02:00:00Z');

function thermometer(sensor: string, kind: ZoneKind = '24-hour'): Zone {
  return {
    ...{ sensor, name: sensor, sensorKind: 'temperature', kind, profiles: ['away'] },
    limits: { low: 2, high: 45, hysteresis: 1 },
  };
}
const doors: Zone[] = ['laundry', 'hall'].map(sensor => ({
  ...{ sensor, name: sensor, sensorKind: 'contact', kind: 'instant', profiles: ['away'] },
}));

/** A house with thermometers, and the messages that leave it. */
function playHeat(mode: Mode = 'off', alerts: Partial<AlertRules> = {}) {
  const rules = houseRules();
  Object.assign(rules.alerts, alerts);
  const audience: Audience = {
    sms: [{ address: '+61400000001', person: 'Mum', isQuiet: false }],
    push: [{ address: 'phone', person: 'Tom', isQuiet: false }],
    escalation: [],
  };
  const around = { audience: () => audience, zones: () => doors, levelOf: () => 'closed' as const };
  let state: AlarmState = initialAlarmState(mode, start);
  let steady = start;
  let count = 0;
  const sent: string[] = [];
  const steps: Step[] = [];

  function give(input: Parameters<typeof decide>[1]): void {
    const now = { steady, wall: steady, day: '2026-11-24' };
    const result = decide(state, input, now, rules, around);
    state = result.state;
    for (const effect of result.effects) note(effect);
  }

  function note(effect: AlarmEffect): void {
    if (effect.type === 'step') steps.push(effect.step);
    if (effect.type !== 'alert' && effect.type !== 'report') return;
    const { kind } = effect.type === 'alert' ? effect : effect.report;
    const isReal = !effect.isPractice;
    for (const channel of ['sms', 'push'] as const) {
      if (effect[channel].length > 0 && isReal) sent.push(`${channel} ${kind}`);
    }
  }

  const play = {
    get state() {
      return state;
    },
    steps,
    take: () => sent.splice(0),
    heat(celsius: number, sensor = 'lounge', kind: ZoneKind = '24-hour') {
      count += 1;
      const zone = thermometer(sensor, kind);
      const id = `${sensor}-${count}`;
      give({ type: 'temperature', id, zone, celsius, at: steady, sampledAt: steady });
      return play;
    },
    fail(sensor = 'lounge') {
      count += 1;
      give({ type: 'fault', id: `fault-${count}`, zone: thermometer(sensor), at: steady });
      return play;
    },
    /** Two samples in a row. */
    twice: (celsius: number, sensor?: string, kind?: ZoneKind) =>
      play.heat(celsius, sensor, kind).pass(12_000).heat(celsius, sensor, kind),
    trip(sensor: string) {
      count += 1;
      const zone = doors.find(door => door.sensor === sensor);
      if (zone) give({ type: 'trip', id: `${sensor}-${count}`, zone, at: steady });
      return play;
    },
    set(to: Mode) {
      const profile = to === 'alert' ? ('away' as const) : null;
      give({ type: 'command', mode: to, profile, bypass: [], by: mum });
      return play;
    },
    pass(ms: number) {
      const until = steady + ms;
      for (let due = nextDeadline(state); due !== null && due <= until; due = nextDeadline(state)) {
        steady = Math.max(steady, due);
        give({ type: 'tick', id: `tick-${steady}` });
      }
      steady = until;
      return play;
    },
    restart() {
      const body = JSON.stringify(state);
      state = readAlarm({ read: () => body, write: () => undefined }, steady, rules) ?? state;
      return play;
    },
    give,
  };
  return play;
}

const told = ['sms temperature', 'push temperature'];

describe('a thermometer beyond its limit', () => {
  it.each(['off', 'monitor', 'alert'] as const)('alerts in %s, and changes no phase', mode => {
    const house = playHeat(mode);
    const { phase } = house.state;
    expect(house.heat(47).take()).toEqual([]);
    expect(house.pass(12_000).heat(47.2).take()).toEqual(told);
    expect(house.state).toMatchObject({
      ...{ phase, mode, confirmed: false },
      incident: { kind: 'temperature', isTamper: false, trips: [{ sensor: 'lounge' }] },
    });
    expect(house.steps).toMatchObject([{ kind: 'temperature', detail: 'is at 47.2 °C, above 45' }]);
  });

  it.each(['instant', 'follower', 'delay'] as const)(
    'of a %s zone alerts only while armed',
    kind => {
      const house = playHeat('off');
      expect(house.twice(47, 'lounge', kind).take()).toEqual([]);
      expect(house.set('alert').take()).toEqual([]);
      expect(house.heat(47, 'lounge', kind).take()).toEqual([]);
      expect(house.pass(12_000).heat(47, 'lounge', kind).take()).toEqual(told);
      expect(house.state.phase).toBe('armed');
    },
  );

  it('of a chime alerts never', () => {
    expect(playHeat('alert').twice(47, 'lounge', 'chime').take()).toEqual([]);
  });

  it('must be so twice after a fault, and after a long gap', () => {
    const house = playHeat().heat(47).pass(12_000).fail();
    expect(house.pass(12_000).heat(47).take()).toEqual([]);
    expect(house.pass(3_600_000).heat(47).take()).toEqual([]);
    expect(house.pass(12_000).heat(47).take()).toEqual(told);
  });

  it('may be read seldom', () => {
    const config = loadConfig({ file: undefined, environment: {} });
    expect(rulesOf(config).rowMs).toBe(900_000);
    const sensors = { ...config.sensors, temperatureEvery: 3600 };
    expect(rulesOf({ ...config, sensors }).rowMs).toBe(10_800_000);
  });

  it('is told to be back by push alone', () => {
    const house = playHeat().twice(47);
    house.take();
    expect(house.pass(12_000).twice(43).take()).toEqual(['push temperature']);
    expect(house.steps.at(-1)?.detail).toBe('is back at 43.0 °C');
  });

  it('is told again and again until somebody has seen it', () => {
    const house = playHeat().twice(47);
    house.take();
    expect(house.pass(60_000).take()).toEqual(['push repeat']);
    expect(house.pass(240_000).take()).toContain('sms reminder');
    house.give({ type: 'acknowledge', by: mum });
    house.take();
    expect(house.pass(3_600_000).heat(47).take()).toEqual([]);
    expect(house.state.incident?.closedAt).not.toBeNull();
  });

  it('is told again and again anew when days lie between', () => {
    const house = playHeat().twice(47);
    house.pass(3 * 24 * 3_600_000).take();
    expect(house.twice(1, 'shed').take()).toEqual(told);
    expect(house.pass(60_000).take()).toEqual(['push repeat']);
    expect(house.pass(240_000).take()).toContain('sms reminder');
    expect(house.state.incident?.trips.map(({ sensor }) => sensor)).toEqual(['lounge', 'shed']);
  });

  it('neither puts off the escalation nor begins it anew while it is under way', () => {
    const house = playHeat('off', { pushForMs: 0 }).twice(47);
    const { campaign } = house.state.alerting;
    house.pass(60_000).twice(1, 'shed');
    const { reminderAt, escalateAt } = campaign ?? {};
    expect(house.state.alerting.campaign).toMatchObject({ reminderAt, escalateAt, pushAt: null });
  });

  it('is repeated no more once all of them are back', () => {
    const house = playHeat().twice(47).twice(1, 'shed').twice(20);
    house.take();
    expect(house.pass(60_000).take()).toEqual(['push repeat']);
    house.twice(20, 'shed').take();
    expect(house.pass(3_600_000).take()).toEqual([]);
    expect(house.twice(47).take()).toEqual(told);
    expect(house.pass(60_000).take()).toEqual(['push repeat']);
  });

  it('goes on with another thermometer in the same incident, told by itself', () => {
    const house = playHeat().twice(47).twice(1, 'shed');
    expect(house.take()).toEqual([...told, ...told]);
    expect(house.state.incident).toMatchObject({
      trips: [{ sensor: 'lounge' }, { sensor: 'shed' }],
      confirmedAt: null,
    });
  });

  it('that comes and goes gets no more texts after the second time', () => {
    const house = playHeat('off', { smsAfterMs: 0, pushForMs: 0 });
    const alerts = Array.from({ length: 4 }, () => {
      house.pass(60_000).twice(47);
      const now = house.take();
      house.pass(60_000).twice(20);
      house.take();
      return now.join();
    });
    expect(alerts).toEqual([told.join(), told.join(), 'push temperature', 'push temperature']);
  });

  it('leaves the reserve of the cap alone', () => {
    const caps = { dailyCap: 2, reserve: 1, counts: 'messages' as const };
    const house = playHeat('off', { caps }).twice(47).twice(1, 'shed');
    expect(house.take()).toEqual([...told, 'push temperature']);
  });
});

describe('temperatures and an intrusion', () => {
  it('are a step of the one that is open, told by themselves, and neither confirm nor lengthen it', () => {
    const house = playHeat('alert').trip('laundry');
    const { incident, deadline } = house.state;
    house.take();
    expect(house.twice(47).take()).toEqual(told);
    expect(house.state.incident).toEqual(incident);
    expect(house.state.deadline).toBe(deadline);
    expect(house.steps.at(-1)).toMatchObject({ kind: 'temperature', sensor: 'lounge' });
    house.pass(60_000).trip('hall');
    expect(house.state.incident?.trips.map(({ sensor }) => sensor)).toEqual(['laundry', 'hall']);
    expect(house.state.confirmed).toBe(true);
  });

  it('make way for one: it is its own, unconfirmed, and told at once', () => {
    const house = playHeat('alert').twice(47);
    house.take();
    expect(house.trip('laundry').take()).toEqual(['sms alarm', 'push alarm']);
    expect(house.state).toMatchObject({
      phase: 'triggered',
      incident: { kind: 'intrusion', confirmedAt: null, trips: [{ sensor: 'laundry' }] },
    });
    expect(house.steps.map(({ kind }) => kind)).toEqual(['temperature', 'closed', 'trip']);
    // What was told is not told again by the next sample.
    expect(house.pass(12_000).heat(47).take()).toEqual([]);
  });

  it('make way for a call for help', () => {
    const house = playHeat().twice(47);
    house.give({ type: 'panic', id: 'panic', by: mum });
    expect(house.state.incident).toMatchObject({ kind: 'panic', trips: [] });
  });

  it('end with the one who disarms, as any alarm', () => {
    const house = playHeat('alert').twice(47).set('monitor');
    expect(house.state.incident).toBeNull();
    house.take();
    expect(house.pass(3_600_000).heat(47).take()).toEqual([]);
  });

  it('take no part in a practice', () => {
    const house = playHeat();
    house.give({ type: 'practice', until: start + 3_600_000, by: mum });
    house.take();
    expect(house.twice(47).take()).toEqual(told);
    expect(house.state.incident?.isPractice).toBe(false);
    house.give({ type: 'practice', until: null, by: mum });
    expect(house.state.incident?.closedAt).toBeNull();
    expect(house.pass(60_000).take()).toContain('push repeat');
  });
});

type Happening =
  | { type: 'heat'; celsius: number }
  | { type: 'trip' | 'seen' | 'alert' | 'monitor' };

describe('whatever happens', () => {
  const temperatures = fc.constantFrom(20, 44.5, 46, 60, 1);
  const steps: fc.Arbitrary<Happening> = fc.oneof(
    ...[fc.record({ type: fc.constant('heat' as const), celsius: temperatures })],
    ...(['trip', 'seen', 'alert', 'monitor'] as const).map(type => fc.constant({ type })),
  );

  function run(given: readonly Happening[], restarts: ReadonlySet<number>) {
    const house = playHeat('monitor', { swingerAlarms: 0 });
    for (const [index, step] of given.entries()) {
      house.pass(15_000);
      if (restarts.has(index)) house.restart();
      if (step.type === 'heat') house.heat(step.celsius);
      else if (step.type === 'trip') house.trip('laundry');
      else if (step.type === 'seen') house.give({ type: 'acknowledge', by: mum });
      else house.set(step.type);
    }
    return house;
  }

  it('a restart anywhere neither repeats an alert nor forgets one', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), fc.array(fc.nat(30)), (given, at) => {
        const calm = run(given, new Set());
        const restarted = run(given, new Set(at));
        expect(restarted.take()).toEqual(calm.take());
        expect(restarted.state).toEqual(calm.state);
      }),
    );
  });

  it('two samples in a row beyond the limit are told, whatever else goes on, and no alarm is theirs', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 30 }), given => {
        const house = run(given, new Set());
        const wasBeyond = house.state.warmth.lounge?.beyond.includes('high') ?? false;
        house.take();
        house.pass(15_000).twice(60);
        expect(house.take().filter(text => text === 'sms temperature')).toHaveLength(
          wasBeyond ? 0 : 1,
        );
        const { incident } = house.state;
        const isMixed =
          incident?.kind !== 'temperature' && incident?.trips.some(trip => trip.beyond);
        expect(isMixed ?? false).toBe(false);
        if (incident?.kind === 'temperature') expect(incident.confirmedAt).toBeNull();
      }),
    );
  });
});
