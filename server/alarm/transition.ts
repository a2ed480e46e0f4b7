import type { By } from '../protocol.ts';
import type {
  AlarmEffect,
  AlarmInput,
  AlarmRules,
  AlarmState,
  Incident,
  Now,
  Step,
  Zone,
} from './alarm-state.ts';
import type { News } from './alerting.ts';
import { joinTrip, openIncident } from './incident.ts';

/** What an input leads to; of `news` somebody may have to be told. */
export interface Transition {
  state: AlarmState;
  effects: AlarmEffect[];
  news: News[];
}

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
): Transition {
  switch (input.type) {
    case 'command':
      return obey(state, input, now);
    case 'trip':
      return judgeTrip(state, input, now, rules);
    case 'restore':
      return rejoin(state, input);
    case 'acknowledge':
      return acknowledge(state, input.by, now);
    case 'tell':
      return { state, effects: [], news: [input] };
    case 'tick':
      return endAlarmTime(state, now);
  }
}

const unchanged = (state: AlarmState): Transition => ({ state, effects: [], news: [] });

function stepOf({ id }: Incident, step: Step): AlarmEffect {
  return { type: 'step', incident: id, step };
}

function obey(
  state: AlarmState,
  { mode, profile, bypass, by }: Extract<AlarmInput, { type: 'command' }>,
  now: Now,
): Transition {
  const isSame = mode === state.mode && profile === state.profile;
  // Asked again for what is: an alarm that runs goes on, and nobody loses a bypass.
  if (isSame && bypass.every(sensor => state.bypassed.includes(sensor))) return unchanged(state);
  const isAlert = mode === 'alert';
  const next: AlarmState = {
    ...state,
    mode,
    profile,
    phase: isAlert ? (state.phase === 'disarmed' ? 'armed' : state.phase) : 'disarmed',
    deadline: isAlert ? state.deadline : null,
    confirmed: isAlert && state.confirmed,
    memory: isAlert && state.memory,
    since: now.wall,
    by,
    bypassed: isAlert ? bypass : [],
  };
  const changed = {
    type: 'mode-changed' as const,
    from: state.mode,
    to: mode,
    profile,
    bypassed: next.bypassed,
    by,
  };
  const open = openOf(state);
  const detail = profile ? `${mode} (${profile})` : mode;
  const step = { at: now.wall, kind: 'mode' as const, by, detail };
  const effects = [changed, ...(open ? [stepOf(open, step)] : [])];
  // Leaving one thing for another that is no ALERT disarms nothing.
  if (isAlert || state.mode !== 'alert') return { state: next, effects, news: [] };
  const disarmed: News = { type: 'disarmed' };
  if (!open) return { state: { ...next, incident: null }, effects, news: [disarmed] };
  // Who disarms has seen it.
  const seen = acknowledge({ ...next, incident: open }, by, now);
  const closed = seen.state.incident ? close(seen.state, now) : unchanged(seen.state);
  return {
    state: { ...closed.state, incident: null },
    effects: [...effects, ...seen.effects, ...closed.effects],
    news: [disarmed],
  };
}

/** The incident that nothing has closed yet. */
function openOf({ incident }: AlarmState): Incident | null {
  return incident?.closedAt === null ? incident : null;
}

/** The first acknowledgement counts and is the one that is shown. */
function acknowledge(state: AlarmState, by: By, now: Now): Transition {
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
  const closed = close(next, now);
  return { state: closed.state, effects: [...effects, ...closed.effects], news };
}

/** From now on a trip opens another incident. */
function close(state: AlarmState, now: Now): Transition {
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

/** True when a trip of this zone raises an alarm in this state. */
function isWatched(state: AlarmState, zone: Zone): boolean {
  if (zone.kind === 'chime' || state.bypassed.includes(zone.sensor)) return false;
  if (zone.kind === '24-hour') return true;
  return state.mode === 'alert' && state.profile !== null && zone.profiles.includes(state.profile);
}

function judgeTrip(
  state: AlarmState,
  input: Extract<AlarmInput, { type: 'trip' }>,
  now: Now,
  rules: AlarmRules,
): Transition {
  const { zone, at } = input;
  if (!isWatched(state, zone)) return unchanged(state);
  const isArmed = state.mode === 'alert';
  const open = openOf(state);
  const { incident, isNew, isConfirming } = open
    ? joinTrip(open, input, now, rules)
    : { incident: openIncident(input, now), isNew: true, isConfirming: false };
  const isAlarm = !open || (isArmed && state.phase !== 'triggered');
  const alarm = isArmed
    ? { phase: 'triggered' as const, deadline: now.steady + rules.durationMs }
    : { phase: state.phase, deadline: null };
  // An alarm that runs is not made longer by the same sensor over and over.
  const isOld = !isAlarm && !isNew;
  const change = !open ? 'opened' : isConfirming ? 'confirmed' : isNew ? 'grew' : 'joined';
  const effects: AlarmEffect[] = [
    stepOf(incident, { at, kind: 'trip', sensor: zone.sensor }),
    ...(isConfirming ? [stepOf(incident, { at, kind: 'confirmed', sensor: zone.sensor })] : []),
    { type: 'incident', incident, change },
  ];
  return {
    state: {
      ...state,
      ...(isOld ? {} : alarm),
      confirmed: incident.confirmedAt !== null,
      incident,
    },
    effects,
    news: [{ type: 'trip', incident, zone, isNew, isAlarm, isConfirming }],
  };
}

function rejoin(
  state: AlarmState,
  { zone, at }: Extract<AlarmInput, { type: 'restore' }>,
): Transition {
  const open = openOf(state);
  const isOfIncident = open?.trips.some(({ sensor }) => sensor === zone.sensor) ?? false;
  const step: Step = { at, kind: 'restore', sensor: zone.sensor };
  const effects = open && (isOfIncident || isWatched(state, zone)) ? [stepOf(open, step)] : [];
  if (!state.bypassed.includes(zone.sensor)) return { state, effects, news: [] };
  const bypassed = state.bypassed.filter(sensor => sensor !== zone.sensor);
  return { state: { ...state, bypassed }, effects, news: [] };
}

function endAlarmTime(state: AlarmState, now: Now): Transition {
  const news: News[] = [{ type: 'tick', incident: state.incident }];
  if (state.phase !== 'triggered' || state.deadline === null || now.steady < state.deadline) {
    return { state, effects: [], news };
  }
  const armed: AlarmState = { ...state, phase: 'armed', deadline: null, memory: true };
  const open = openOf(armed);
  if (!open) return { state: armed, effects: [], news };
  const over = stepOf(open, { at: now.wall, kind: 'alarm-over' });
  // Somebody has seen it: what comes later is news again, and nobody has seen that.
  const closed = open.acknowledgedBy ? close(armed, now) : unchanged(armed);
  return { state: closed.state, effects: [over, ...closed.effects], news };
}
