import { isDeepStrictEqual } from 'node:util';
import type { AlarmEffect, AlarmInput } from '../../server/alarm/alarm-decision.ts';
import { readAlarm } from '../../server/alarm/alarm-memory.ts';
import type { Zone } from '../../server/alarm/alarm-rules.ts';
import { type AlarmState, initialAlarmState } from '../../server/alarm/alarm-state.ts';
import type { Alert, Report, TemperatureReport } from '../../server/alarm/alerting-state.ts';
import { findBlockers } from '../../server/alarm/blockers.ts';
import { type Around, decide, nextDeadline, type Rules } from '../../server/alarm/decide.ts';
import { rulesOf } from '../../server/alarm/rules.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { Level, Mode, Profile } from '../../server/protocol.ts';

const mum = { name: 'Mum', via: 'certificate' as const };
const everyProfile: readonly Profile[] = ['away', 'night', 'home'];

function zone(sensor: string, kind: Zone['kind'], more: Partial<Zone> = {}): Zone {
  const isMotion = sensor.startsWith('pir');
  return {
    ...{ sensor, name: sensor, sensorKind: isMotion ? 'motion' : 'contact', kind },
    profiles: isMotion ? ['away'] : everyProfile,
    ...more,
  };
}

/** A house that has one of every kind of zone. */
export const zones = [
  zone('front', 'delay'),
  zone('garage', 'delay', { entryMs: 20_000 }),
  zone('pir-hall', 'follower'),
  zone('laundry', 'instant'),
  zone('window', 'instant', { isAutoBypassed: true }),
  zone('pir-lounge', 'instant', { isGroupOnly: true }),
  zone('pir-study', 'instant', { isGroupOnly: true, pulses: { count: 2, windowMs: 30_000 } }),
  zone('box', '24-hour'),
  zone('bell', 'chime'),
] as const satisfies readonly Zone[];

export const zoneOf = new Map<string, Zone>(zones.map(known => [known.sensor, known]));

export function houseRules(alarm: object = {}): Rules {
  const config = loadConfig({ file: undefined, environment: {} });
  return {
    ...rulesOf({ ...config, alarm: { ...config.alarm, ...alarm } }),
    groups: [
      { name: 'inside', sensors: ['pir-lounge', 'pir-study'], trips: 2, windowMs: 60_000 },
      { name: 'both', sensors: ['pir-lounge', 'window'], trips: 2, windowMs: 60_000 },
    ],
  };
}

const family = {
  sms: [{ address: '+61400000001', person: 'Mum', isQuiet: false }],
  push: [{ address: 'phone', person: 'Tom', isQuiet: false }],
  escalation: [],
};
const start = Date.parse('2026-11-24T02:00:00Z');

/**
 * A house with doors that move, over the pure decision: what the hub's controller does around it, without
 * disks and timers. Time passes only when a test says so.
 */
export function playHouse(rules: Rules = houseRules(), mode: Mode = 'monitor') {
  let state: AlarmState = initialAlarmState(mode, start);
  let steady = start;
  let wall = start;
  let count = 0;
  /** What each sensor is at, and what the hub has last seen of it. */
  const levels = new Map<string, Level>(
    zones.map(({ sensor, sensorKind }) => [sensor, sensorKind === 'motion' ? 'idle' : 'closed']),
  );
  const seen = new Map(levels);
  let effects: AlarmEffect[] = [];
  let lastMoved = '';
  let hasTripped = false;
  const around: Around = {
    zones: () => zones,
    levelOf: ({ sensor }) => seen.get(sensor),
    audience: () => family,
  };

  function give(input: AlarmInput): AlarmEffect[] {
    const now = { steady, wall, day: '2026-11-24' };
    const result = decide(state, input, now, rules, around);
    state = result.state;
    effects.push(...result.effects);
    return result.effects;
  }

  /** The hub sees what a sensor is at. */
  function see(sensor: string, isWhileOff: boolean): void {
    const level = levels.get(sensor);
    const before = seen.get(sensor);
    const known = zoneOf.get(sensor);
    if (!known || level === undefined || level === before) return;
    seen.set(sensor, level);
    count += 1;
    const id = `${sensor}-${count}`;
    if (level === 'fault') give({ type: 'fault', id, zone: known, at: wall });
    else if (level === 'open' || level === 'active') {
      give({ type: 'trip', id, zone: known, at: wall, isWhileOff });
    } else if (before === 'fault') give({ type: 'recovered', zone: known });
    else give({ type: 'restore', zone: known, at: wall });
  }

  const house = {
    rules,
    get state() {
      return state;
    },
    get steady() {
      return steady;
    },
    /** What was decided since this was asked last. */
    takeEffects(): AlarmEffect[] {
      const taken = effects;
      effects = [];
      return taken;
    },
    give,
    /** The sensor that was moved last, and whether that was a trip. */
    get lastMoved() {
      return lastMoved;
    },
    get hasTripped() {
      return hasTripped;
    },
    set(sensor: string, level: Level) {
      lastMoved = sensor;
      hasTripped = level !== seen.get(sensor) && (level === 'open' || level === 'active');
      levels.set(sensor, level);
      see(sensor, false);
      return house;
    },
    open: (sensor: string) =>
      house.set(sensor, zoneOf.get(sensor)?.sensorKind === 'motion' ? 'active' : 'open'),
    close: (sensor: string) =>
      house.set(sensor, zoneOf.get(sensor)?.sensorKind === 'motion' ? 'idle' : 'closed'),
    /** Opened and closed again. */
    trip: (sensor: string) => house.open(sensor).close(sensor),
    levelOf: (sensor: string) => seen.get(sensor),
    /** What stands against arming, as a person who arms is told. */
    blockers: (profile: Profile, isLeaving = false) =>
      findBlockers(zones, profile, around.levelOf, [], isLeaving).map(({ sensor }) => sensor),
    arm(profile: Profile = 'away', bypass: string[] = [], isAtOnce = false) {
      give({ type: 'command', mode: 'alert', profile, bypass, by: mum, isAtOnce });
      return house;
    },
    disarm(to: 'off' | 'monitor' = 'monitor') {
      give({ type: 'command', mode: to, profile: null, bypass: [], by: mum });
      return house;
    },
    /** Time passes, and what is due by then happens when it is due. */
    pass(ms: number) {
      const until = steady + ms;
      for (;;) {
        const due = nextDeadline(state);
        if (due === null || due > until) break;
        const step = Math.max(0, due - steady);
        steady += step;
        wall += step;
        count += 1;
        give({ type: 'tick', id: `tick-${count}` });
        if (nextDeadline(state) === due) throw new Error(`what was due at ${due} is due for ever`);
      }
      wall += until - steady;
      steady = until;
      return house;
    },
    /** A wall clock that was wrong is set. */
    setWall(to: number) {
      wall = to;
      return house;
    },
    /** The hub is off for a while; doors may move meanwhile. The steady clock begins anew with the wall's. */
    restart(options: { offMs?: number; isClockTrusted?: boolean; meanwhile?: () => void } = {}) {
      const { offMs = 60_000, isClockTrusted = true, meanwhile } = options;
      const stored = JSON.stringify(state);
      wall += isClockTrusted ? offMs : -3_600_000;
      steady = wall;
      meanwhile?.();
      const documents = { read: () => stored, write: () => undefined };
      state = readAlarm(documents, steady, rules) ?? state;
      if (isClockTrusted && !isDeepStrictEqual(state, JSON.parse(stored))) {
        throw new Error('the state after the start is not the one before it');
      }
      for (const { sensor } of zones) see(sensor, true);
      give({ type: 'started', isClockTrusted });
      return house.pass(0);
    },
    /** Dies before what it does now is on disk, and starts again. */
    crash(work: () => void) {
      const kept = { state, seen: new Map(seen) };
      work();
      state = kept.state;
      for (const [sensor, level] of kept.seen) seen.set(sensor, level);
      return house.restart({ offMs: 1000 });
    },
    /** Moves a sensor without the hub seeing it. */
    move(sensor: string, level: Level) {
      levels.set(sensor, level);
    },
  };
  return house;
}

export function reportsOf(effects: readonly AlarmEffect[]): (Report | TemperatureReport)[] {
  return effects.flatMap(effect => (effect.type === 'report' ? [effect.report] : []));
}

export function alertsOf(effects: readonly AlarmEffect[]): Extract<Alert, { type: 'alert' }>[] {
  return effects.filter(effect => effect.type === 'alert');
}
