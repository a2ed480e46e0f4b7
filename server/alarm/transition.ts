import type { By } from '../protocol.ts';
import type {
  AlarmInput,
  AlarmResult,
  AlarmRules,
  AlarmState,
  Incident,
  Now,
  Zone,
} from './alarm-state.ts';

/**
 * Decides. Pure: it reads no clock and no store, and cannot fail with either. Only a command leaves
 * ALERT: no timer, restart, open door or error disarms.
 *
 * @param now deadlines run on its steady clock, records take its wall clock
 */
export function transition(
  state: AlarmState,
  input: AlarmInput,
  now: Now,
  rules: AlarmRules,
): AlarmResult {
  switch (input.type) {
    case 'command':
      return obey(state, input, now);
    case 'trip':
      return judgeTrip(state, input, now, rules);
    case 'restore':
      return rejoin(state, input.zone);
    case 'acknowledge':
      return acknowledge(state, input.by, now);
    case 'tick':
      return endAlarmTime(state, now);
  }
}

function obey(
  state: AlarmState,
  { mode, profile, bypass, by }: Extract<AlarmInput, { type: 'command' }>,
  now: Now,
): AlarmResult {
  const isSame = mode === state.mode && profile === state.profile;
  // Asked again for what is: an alarm that runs goes on, and nobody loses a bypass.
  if (isSame && bypass.every(sensor => state.bypassed.includes(sensor))) {
    return { state, effects: [] };
  }
  const isAlert = mode === 'alert';
  const { incident } = state;
  const next: AlarmState = {
    mode,
    profile,
    phase: isAlert ? (state.phase === 'disarmed' ? 'armed' : state.phase) : 'disarmed',
    deadline: isAlert ? state.deadline : null,
    confirmed: isAlert && state.confirmed,
    memory: isAlert && state.memory,
    since: now.wall,
    by,
    bypassed: isAlert ? bypass : [],
    incident: isAlert ? incident : null,
  };
  const changed = {
    type: 'mode-changed' as const,
    from: state.mode,
    to: mode,
    profile,
    bypassed: next.bypassed,
    by,
  };
  if (isAlert || !incident) return { state: next, effects: [changed] };
  // Who disarms has seen it.
  const { effects } = acknowledge(state, by, now);
  return { state: next, effects: [changed, ...effects] };
}

/** The first acknowledgement counts and is the one that is shown. */
function acknowledge(state: AlarmState, by: By, now: Now): AlarmResult {
  const { incident } = state;
  if (!incident || incident.acknowledgedBy) return { state, effects: [] };
  const seen = { ...incident, acknowledgedBy: by, acknowledgedAt: now.wall };
  return {
    state: { ...state, incident: seen },
    effects: [{ type: 'incident', incident: seen, change: 'acknowledged' }],
  };
}

/** True when a trip of this zone raises an alarm in this state. */
function isWatched(state: AlarmState, zone: Zone): boolean {
  if (zone.kind === 'chime' || state.bypassed.includes(zone.sensor)) return false;
  if (zone.kind === '24-hour') return true;
  return state.mode === 'alert' && state.profile !== null && zone.profiles.includes(state.profile);
}

function judgeTrip(
  state: AlarmState,
  { id, zone, at }: Extract<AlarmInput, { type: 'trip' }>,
  now: Now,
  rules: AlarmRules,
): AlarmResult {
  if (!isWatched(state, zone)) return { state, effects: [] };
  const isArmed = state.mode === 'alert';
  const alarm = isArmed
    ? { phase: 'triggered' as const, deadline: now.steady + rules.durationMs }
    : { phase: state.phase, deadline: null };
  const incident = growing(state);
  const isKnown = incident?.trips.some(trip => trip.sensor === zone.sensor) ?? false;
  // The same sensor again while the alarm runs is no news. After the alarm time it is.
  if (incident && isKnown && state.phase === alarm.phase) return { state, effects: [] };
  const trips = isKnown ? [] : [{ sensor: zone.sensor, at }];
  const grown = incident
    ? { ...incident, trips: [...incident.trips, ...trips] }
    : { id, openedAt: now.wall, trips, acknowledgedBy: null, acknowledgedAt: null };
  return {
    state: { ...state, ...alarm, incident: grown },
    effects: [
      { type: 'incident', incident: grown, change: incident ? 'grew' : 'opened' },
      { type: 'alert', reason: incident ? 'another' : 'trip', incident: grown, zone, at },
    ],
  };
}

/**
 * The incident that a trip joins. One that somebody has seen is over once its alarm is: what comes
 * after it is news again, and nobody has seen it.
 */
function growing({ incident, phase }: AlarmState): Incident | null {
  return incident?.acknowledgedBy && phase !== 'triggered' ? null : incident;
}

function rejoin(state: AlarmState, zone: Zone): AlarmResult {
  if (!state.bypassed.includes(zone.sensor)) return { state, effects: [] };
  const bypassed = state.bypassed.filter(sensor => sensor !== zone.sensor);
  return { state: { ...state, bypassed }, effects: [] };
}

function endAlarmTime(state: AlarmState, now: Now): AlarmResult {
  if (state.phase !== 'triggered' || state.deadline === null || now.steady < state.deadline) {
    return { state, effects: [] };
  }
  return { state: { ...state, phase: 'armed', deadline: null, memory: true }, effects: [] };
}
