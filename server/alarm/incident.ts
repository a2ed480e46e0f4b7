import type { By } from '../protocol.ts';
import type { AlarmEffect } from './alarm-decision.ts';
import type { AlarmRules, Zone } from './alarm-rules.ts';
import type { AlarmState, Incident, Now, Tripped } from './alarm-state.ts';
import type { News } from './alerting.ts';
import { stepOf, type Transition, unchanged } from './moves.ts';

/** A sensor's first trip, as an incident keeps it. */
export function firstTrip(
  { sensor, name, sensorKind }: Pick<Zone, 'sensor' | 'name' | 'sensorKind'>,
  at: number,
  { steady }: Pick<Now, 'steady'>,
  marks: { isWhileOff?: boolean | undefined; isFault?: boolean } = {},
): Tripped {
  const { isWhileOff = false, isFault = false } = marks;
  const trip = { sensor, name, sensorKind, at, lastAt: at, steady, count: 1 };
  return { ...trip, recent: [steady], isWhileOff, isFault };
}

/** The same sensor once more. */
function tripAgain(known: Tripped, trip: Tripped, rules: AlarmRules): Tripped {
  const kept = Math.max(1, rules.confirmTrips);
  return {
    ...known,
    lastAt: trip.lastAt,
    steady: trip.steady,
    count: known.count + trip.count,
    recent: [...known.recent, ...trip.recent].slice(-kept),
    isFault: known.isFault && trip.isFault,
    ...(trip.beyond ? { beyond: trip.beyond } : {}),
  };
}

/** Adds trips to those that are known, one of each sensor, in the order of their first. */
export function addTrips(
  known: readonly Tripped[],
  trips: readonly Tripped[],
  rules: AlarmRules,
): Tripped[] {
  const all = [...known];
  for (const trip of trips) {
    const index = all.findIndex(({ sensor }) => sensor === trip.sensor);
    const before = all[index];
    if (before) all[index] = tripAgain(before, trip, rules);
    else all.push(trip);
  }
  return all;
}

export function newIncident(
  id: string,
  kind: Incident['kind'],
  state: Pick<AlarmState, 'practice'>,
  now: Now,
): Incident {
  return {
    ...{ id, kind, openedAt: now.wall, trips: [], isTamper: kind === 'tamper' },
    isPractice: state.practice !== null,
    ...{ calledBy: null, confirmedAt: null, acknowledgedBy: null, acknowledgedAt: null },
    ...{ closedAt: null, mark: null, markedBy: null },
  };
}

/**
 * True when these trips confirm each other: two different sensors within the confirmation window, or, where
 * the rules say so, as many trips of one. The window runs on the steady clock. A fault confirms nothing.
 */
export function areConfirming(
  trips: readonly Tripped[],
  { steady }: Now,
  { confirmWindowMs, confirmTrips }: AlarmRules,
): boolean {
  if (confirmWindowMs === 0) return false;
  const isRecent = (at: number) => steady - at <= confirmWindowMs;
  const recent = trips.filter(trip => !trip.isFault && isRecent(trip.steady));
  const isOften = ({ recent: times }: Tripped) =>
    confirmTrips > 0 && times.length >= confirmTrips && times.every(isRecent);
  return recent.length > 1 || recent.some(isOften);
}

/** The incident that nothing has closed yet. */
export function openOf({ incident }: Pick<AlarmState, 'incident'>): Incident | null {
  return incident?.closedAt === null ? incident : null;
}

/** The same, unless it is of temperatures alone: that is no alarm that anything could join. */
export function openAlarm(state: Pick<AlarmState, 'incident'>): Incident | null {
  const open = openOf(state);
  return open?.kind === 'temperature' ? null : open;
}

/** The first acknowledgement counts and is the one that is shown. */
export function acknowledge(state: AlarmState, by: By, now: Now): Transition {
  const { incident } = state;
  if (!incident || incident.acknowledgedBy) return unchanged(state);
  const seen = { ...incident, acknowledgedBy: by, acknowledgedAt: now.wall };
  const effects: AlarmEffect[] = [
    stepOf(seen, { at: now.wall, kind: 'acknowledged', by }),
    { type: 'incident', incident: seen, change: 'acknowledged' },
  ];
  const news: News[] = [{ type: 'acknowledged' }];
  const next = { ...state, incident: seen };
  if (state.phase === 'triggered') return { state: next, effects, news };
  const closed = closeIncident(next, now);
  return { state: closed.state, effects: [...effects, ...closed.effects], news };
}

/** From now on a trip opens another incident. */
export function closeIncident(state: AlarmState, now: Now): Transition {
  const open = openOf(state);
  if (!open) return unchanged(state);
  const closed = { ...open, closedAt: now.wall };
  return {
    state: { ...state, confirmed: false, incident: closed },
    effects: [
      stepOf(closed, { at: now.wall, kind: 'closed' }),
      { type: 'incident', incident: closed, change: 'closed' },
    ],
    news: [],
  };
}
