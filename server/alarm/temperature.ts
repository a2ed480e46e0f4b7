import type { AlarmInput } from './alarm-decision.ts';
import { type Beyond, beyondWords } from './alarm-limits.ts';
import type { AlarmRules } from './alarm-rules.ts';
import type { AlarmState, Incident, Now } from './alarm-state.ts';
import { addTrips, firstTrip, newIncident, openOf } from './incident.ts';
import { breakRow, judgeLimits, newWarmth } from './judge-limits.ts';
import { inTurn, stepOf, type Transition, unchanged } from './moves.ts';
import { isWatched } from './tripping.ts';

type Sample = Extract<AlarmInput, { type: 'temperature' }>;

/**
 * What a temperature means. It is nobody's doing: it changes no phase, confirms nothing and is confirmed by
 * nothing. While another incident is open it is a step of that, and told all the same.
 */
export function judgeTemperature(
  state: AlarmState,
  sample: Sample,
  now: Now,
  rules: AlarmRules,
): Transition {
  const { zone, celsius, sampledAt } = sample;
  const { sensor, limits } = zone;
  const { [sensor]: before, ...others } = state.warmth;
  // Where it does not count nothing is remembered: once it does, it is judged anew.
  if (!limits || !isWatched(state, zone)) {
    return unchanged(before ? { ...state, warmth: others } : state);
  }
  const judged = judgeLimits(
    before ?? newWarmth,
    { celsius, steady: sampledAt },
    limits,
    rules.rowMs,
  );
  const { warmth, news } = judged;
  const next =
    warmth === (before ?? newWarmth)
      ? state
      : { ...state, warmth: { ...state.warmth, [sensor]: warmth } };
  return inTurn(
    next,
    ...news.map(
      beyond => (current: AlarmState) =>
        beyond.isBack
          ? comeBack(current, sample, beyond)
          : goBeyond(current, sample, beyond, now, rules),
    ),
  );
}

/** A thermometer at fault shows nothing. */
export function forgetRow(state: AlarmState, sensor: string): AlarmState {
  const known = state.warmth[sensor];
  return known ? { ...state, warmth: { ...state.warmth, [sensor]: breakRow(known) } } : state;
}

function goBeyond(
  state: AlarmState,
  { id, zone, at }: Sample,
  beyond: Beyond,
  now: Now,
  rules: AlarmRules,
): Transition {
  const { sensor, name } = zone;
  const detail = beyondWords(beyond);
  const step = { at, kind: 'temperature' as const, sensor, detail };
  const open = openOf(state);
  if (open && open.kind !== 'temperature') {
    const report = {
      kind: 'temperature' as const,
      name,
      beyond,
      incident: open.id,
      isFirst: false,
    };
    return {
      state,
      effects: [stepOf(open, step)],
      news: [{ type: 'temperature', report, sensor, incident: null, isOver: false }],
    };
  }
  // It is real, whoever practises what.
  const known = open ?? newIncident(id, 'temperature', { practice: null }, now);
  const trip = { ...firstTrip(zone, at, now), beyond };
  const incident: Incident = { ...known, trips: addTrips(known.trips, [trip], rules) };
  const isNew = incident.trips.length > known.trips.length;
  const isFirst = open === null;
  const report = { kind: 'temperature' as const, name, beyond, incident: incident.id, isFirst };
  return {
    state: { ...state, incident },
    effects: [
      stepOf(incident, step),
      { type: 'incident', incident, change: isFirst ? 'opened' : isNew ? 'grew' : 'joined' },
    ],
    news: [{ type: 'temperature', report, sensor, incident, isOver: false }],
  };
}

function comeBack(state: AlarmState, { zone, at }: Sample, beyond: Beyond): Transition {
  const { sensor, name } = zone;
  const open = openOf(state);
  const step = { at, kind: 'temperature' as const, sensor, detail: beyondWords(beyond) };
  const incident = open?.id ?? '';
  const report = { kind: 'temperature' as const, name, beyond, incident, isFirst: false };
  // What has risen fast is still hot when it rises no more.
  const isLevel = beyond.limit === 'low' || beyond.limit === 'high';
  const isOver =
    isLevel &&
    open?.kind === 'temperature' &&
    open.trips.every(trip => (state.warmth[trip.sensor]?.beyond ?? []).length === 0);
  return {
    state,
    effects: open ? [stepOf(open, step)] : [],
    news: [{ type: 'temperature', report, sensor, incident: null, isOver }],
  };
}
