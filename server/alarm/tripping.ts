import type { Profile } from '../protocol.ts';
import type { AlarmEffect, AlarmInput } from './alarm-decision.ts';
import type { AlarmRules, Scene, Zone } from './alarm-rules.ts';
import type { AlarmState, Incident, Now, Tripped } from './alarm-state.ts';
import type { News } from './alerting.ts';
import { heardNear, listen } from './heard.ts';
import {
  addTrips,
  areConfirming,
  closeIncident,
  firstTrip,
  newIncident,
  openAlarm,
} from './incident.ts';
import { cutExit, leftOutNews } from './left-out.ts';
import { hub, stepOf, type Transition, unchanged } from './moves.ts';
import { isWayOut, leaveByDoor } from './way-out.ts';

/** True when a trip of this zone counts in this state. */
export function isWatched(state: AlarmState, zone: Zone): boolean {
  if (zone.kind === 'chime') return false;
  if (state.bypassed.some(({ sensor }) => sensor === zone.sensor)) return false;
  if (zone.kind === '24-hour') return true;
  const profile = watchedProfile(state, zone);
  return profile !== null && zone.profiles.includes(profile);
}

/** Whoever leaves a house that was armed already opens the way out, and nothing else. */
function watchedProfile({ mode, phase, profile, exit }: AlarmState, zone: Zone): Profile | null {
  if (mode !== 'alert') return null;
  if (phase !== 'arming' || !exit) return profile;
  const { before } = exit;
  const isLeftOut = before.bypassed.some(({ sensor }) => sensor === zone.sensor);
  return before.mode === 'alert' && !isWayOut(zone) && !isLeftOut ? before.profile : null;
}

export function judgeTrip(
  state: AlarmState,
  input: Extract<AlarmInput, { type: 'trip' }>,
  now: Now,
  rules: AlarmRules,
  scene: Scene,
): Transition {
  const { zone } = input;
  if (!isWatched(state, zone)) return leaveByDoor(state, zone, 'opened', now, rules);
  const isAlarmed = openAlarm(state) !== null || state.phase === 'pending';
  const { heard, raised } = listen(state.heard, input, now, rules, isAlarmed);
  const next = heard.length + state.heard.length > 0 ? { ...state, heard } : state;
  if (!raised) return unchanged(next);
  const entryMs = entryMsOf(next, zone, rules);
  if (next.phase === 'armed' && zone.kind === 'delay' && entryMs > 0) {
    return beginEntry(next, { id: input.id, trips: raised, delayMs: entryMs }, now);
  }
  if (next.phase === 'pending' && isWayOut(zone)) return goOn(next, raised, zone, now, rules);
  const ids = raised.map(({ sensor }) => sensor);
  const before = cutExit(next, scene, ids);
  return trigger(before, { id: input.id, trips: raised, zone }, now, rules);
}

/** 0 where there is none. */
export function entryMsOf({ profile }: AlarmState, zone: Zone, rules: AlarmRules): number {
  return zone.entryMs ?? (profile ? rules.delays[profile].entryMs : 0);
}

interface EntryBegun {
  id: string;
  trips: Tripped[];
  delayMs: number;
  isExitError?: boolean;
}

/** Whoever came in has so long to disarm. Everybody hears of it at once, by push. */
export function beginEntry(
  state: AlarmState,
  { id, trips, delayMs, isExitError = false }: EntryBegun,
  now: Now,
): Transition {
  const [first] = trips;
  const report = { kind: 'entry' as const, trips, endsAt: now.wall + delayMs, isExitError };
  const by = state.by ?? hub;
  return {
    state: {
      ...state,
      ...{ phase: 'pending', deadline: now.steady + delayMs, exit: null },
      entry: { id, delayMs, trips, isExitError },
    },
    effects: first ? [{ type: 'passed', what: { kind: 'entry', trip: first }, by }] : [],
    news: isExitError ? [] : [{ type: 'report', report }],
  };
}

/** Someone walks on to the keypad: more is known, and the deadline can only come nearer. */
function goOn(
  state: AlarmState,
  trips: readonly Tripped[],
  zone: Zone,
  now: Now,
  rules: AlarmRules,
): Transition {
  const { entry, deadline } = state;
  if (!entry || deadline === null) return unchanged(state);
  const own = zone.kind === 'delay' ? now.steady + entryMsOf(state, zone, rules) : deadline;
  return unchanged({
    ...state,
    deadline: Math.min(deadline, own),
    entry: { ...entry, trips: addTrips(entry.trips, trips, rules) },
  });
}

/** Nobody has disarmed in time, or nobody may be given time. */
export function endEntry(state: AlarmState, now: Now, rules: AlarmRules): Transition {
  const { entry } = state;
  const first = entry?.trips[0];
  if (!entry || !first) return unchanged({ ...state, phase: 'armed', deadline: null, entry: null });
  return trigger(state, { id: entry.id, trips: [], zone: first }, now, rules);
}

interface Raised {
  /** Of the incident, if it opens one. */
  id: string;
  trips: readonly Tripped[];
  /** What raises it. */
  zone: Pick<Zone, 'sensor'> & Partial<Pick<Zone, 'kind'>>;
}

/** The alarm: an incident opens, or grows by what belongs to it. */
export function trigger(
  state: AlarmState,
  { id, trips: raised, zone }: Raised,
  now: Now,
  rules: AlarmRules,
): Transition {
  const isArmed = state.mode === 'alert';
  const open = openAlarm(state);
  // What was open of temperatures has been told; an alarm has the screen to itself.
  const aside = open ? unchanged(state) : closeIncident(state, now);
  const isTamper = zone.kind === '24-hour' || raised.some(({ isFault }) => isFault);
  const entered = state.entry?.trips ?? [];
  // What a group has heard of late is a second sensor like any other.
  const earlier = open || !isArmed ? entered : [...heardNear(state, now, rules), ...entered];
  const added = addTrips(earlier, raised, rules);
  const before =
    open ??
    newIncident(
      state.entry?.id ?? id,
      isTamper && !state.entry ? 'tamper' : 'intrusion',
      state,
      now,
    );
  const trips = addTrips(before.trips, added, rules);
  const isConfirming = before.confirmedAt === null && areConfirming(trips, now, rules);
  const incident: Incident = {
    ...before,
    trips,
    isTamper: before.isTamper || isTamper,
    confirmedAt: isConfirming ? (raised.at(-1)?.lastAt ?? now.wall) : before.confirmedAt,
  };
  const isNew = added.some(({ sensor }) => !before.trips.some(known => known.sensor === sensor));
  // Outside ALERT no alarm time ends that would let it be raised anew.
  const isOver = ({ sensor, steady }: Tripped) =>
    raised.some(trip => trip.sensor === sensor) && now.steady - steady >= rules.durationMs;
  const isAnew = isArmed ? state.phase !== 'triggered' : before.trips.some(isOver);
  const isAlarm = !open || isAnew;
  const alarm = isArmed
    ? { phase: 'triggered' as const, deadline: now.steady + rules.durationMs }
    : { phase: state.phase, deadline: state.deadline };
  // An alarm that runs is not made longer by the same sensor over and over.
  const isOld = !isAlarm && !isNew;
  const change = !open ? 'opened' : isConfirming ? 'confirmed' : isNew ? 'grew' : 'joined';
  const { sensor } = zone;
  const effects: AlarmEffect[] = [
    ...aside.effects,
    ...added.map(trip => stepOf(incident, stepOfTrip(trip, raised, state))),
    ...(isConfirming
      ? [stepOf(incident, { at: incident.confirmedAt ?? now.wall, kind: 'confirmed', sensor })]
      : []),
    { type: 'incident', incident, change },
  ];
  const trip: News = { type: 'trip', incident, sensor, isNew, isAlarm, isConfirming };
  const news = [...leftOutNews(state), trip];
  return {
    state: {
      ...state,
      ...(isOld ? {} : alarm),
      ...{ exit: null, entry: null },
      heard: open || !isArmed ? state.heard : [],
      confirmed: incident.confirmedAt !== null,
      incident,
    },
    effects,
    news,
  };
}

function stepOfTrip(
  trip: Tripped,
  raised: readonly Tripped[],
  { entry }: AlarmState,
): Parameters<typeof stepOf>[1] {
  const { sensor, lastAt: at } = trip;
  if (trip.isFault) return { at, kind: 'fault', sensor };
  if (entry?.trips.includes(trip)) {
    return { at, kind: entry.isExitError ? 'exit-error' : 'entry', sensor };
  }
  const detail = trip.isWhileOff ? 'while-off' : raised.includes(trip) ? '' : 'heard';
  return { at, kind: 'trip', sensor, ...(detail ? { detail } : {}) };
}

/** One sensor at fault is told of. Two at once, while somebody should be kept out, are tampering. */
export function judgeFault(
  state: AlarmState,
  { id, zone, at }: Extract<AlarmInput, { type: 'fault' }>,
  now: Now,
  rules: AlarmRules,
  { zones, levelOf }: Scene,
): Transition {
  if (!isWatched(state, zone) || zone.sensorKind === 'temperature') return unchanged(state);
  const open = openAlarm(state);
  const isArmed = state.mode === 'alert' && state.phase !== 'arming';
  const others = isArmed
    ? zones().filter(
        other =>
          other.sensor !== zone.sensor &&
          other.sensorKind !== 'temperature' &&
          isWatched(state, other) &&
          levelOf(other) === 'fault',
      )
    : [];
  if (others.length === 0) {
    const step = { at, kind: 'fault' as const, sensor: zone.sensor };
    return { state, effects: open ? [stepOf(open, step)] : [], news: [] };
  }
  const known = new Set(open?.trips.map(({ sensor }) => sensor));
  const faulty = others.filter(({ sensor }) => !known.has(sensor));
  const trips = [...faulty, zone].map(broken => firstTrip(broken, at, now, { isFault: true }));
  return trigger(state, { id, trips, zone: { sensor: zone.sensor } }, now, rules);
}
