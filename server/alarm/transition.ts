import type { By } from '../protocol.ts';
import type { AlarmInput } from './alarm-decision.ts';
import type { AlarmRules, Scene } from './alarm-rules.ts';
import type { AlarmState, Incident, Now, Step } from './alarm-state.ts';
import { initialAlerting } from './alerting-state.ts';
import { cancelExit, endExit, obey, settleDoor } from './arming.ts';
import {
  acknowledge,
  addTrips,
  closeIncident,
  newIncident,
  openAlarm,
  openOf,
} from './incident.ts';
import { cutExit, leftOutNews, rejoin } from './left-out.ts';
import { hub, inTurn, stepOf, type Transition, unchanged } from './moves.ts';
import { forgetRow, judgeTemperature } from './temperature.ts';
import { endEntry, isWatched, judgeFault, judgeTrip } from './tripping.ts';
import { leaveByDoor } from './way-out.ts';

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
  scene: Scene,
): Transition {
  switch (input.type) {
    case 'command':
      return obey(state, input, now, rules, scene);
    case 'trip':
      return judgeTrip(state, input, now, rules, scene);
    case 'restore': {
      // Most doors close while nothing goes on.
      if (!openAlarm(state) && !state.exit && state.bypassed.length === 0) return unchanged(state);
      return inTurn(
        state,
        current => restore(current, input),
        current => leaveByDoor(current, input.zone, 'closed', now, rules),
        current => rejoin(current, input.zone),
      );
    }
    case 'recovered':
      return rejoin(state, input.zone);
    case 'fault':
      return judgeFault(forgetRow(state, input.zone.sensor), input, now, rules, scene);
    case 'temperature':
      return judgeTemperature(state, input, now, rules);
    case 'cancel':
      return cancelExit(state, input.by, now, scene);
    case 'panic':
      // Whoever calls for help does not practise.
      return inTurn(
        state,
        current => endPractice(current, input.by, now),
        current => callForHelp(cutExit(current, scene), input, now, rules),
      );
    case 'duress':
      return {
        state,
        effects: [],
        news: [{ type: 'report', report: { kind: 'duress', by: input.by } }],
      };
    case 'acknowledge':
      return acknowledge(state, input.by, now);
    case 'practice':
      return practise(state, input, now);
    case 'tell':
      return { state, effects: [], news: [input] };
    case 'started':
      // How long the hub was off nobody knows, so nobody can be given the rest of the time.
      return state.phase === 'pending' && !input.isClockTrusted
        ? endEntry(state, now, rules)
        : unchanged(state);
    case 'tick':
      return endWhatIsOver(state, input.id, now, rules, scene);
  }
}

function restore(
  state: AlarmState,
  { zone, at }: Extract<AlarmInput, { type: 'restore' }>,
): Transition {
  const open = openAlarm(state);
  const isOfIncident = open?.trips.some(({ sensor }) => sensor === zone.sensor) ?? false;
  if (!open || !(isOfIncident || isWatched(state, zone))) return unchanged(state);
  const step: Step = { at, kind: 'restore', sensor: zone.sensor };
  return { state, effects: [stepOf(open, step)], news: [] };
}

/** Somebody calls for help, in whatever mode: everybody is told at once. */
function callForHelp(
  state: AlarmState,
  { id, by }: Extract<AlarmInput, { type: 'panic' }>,
  now: Now,
  rules: AlarmRules,
): Transition {
  const open = openAlarm(state);
  // What somebody has answered already is not what is happening now, and neither is the weather.
  const isOther = open === null || open.acknowledgedBy !== null;
  const closed = isOther ? closeIncident(state, now) : unchanged(state);
  const known = openOf(closed.state);
  const isConfirming = known?.calledBy == null;
  const base = known ?? newIncident(id, 'panic', state, now);
  const incident: Incident = {
    ...base,
    trips: addTrips(base.trips, state.entry?.trips ?? [], rules),
    calledBy: known?.calledBy ?? by,
    confirmedAt: known?.confirmedAt ?? now.wall,
  };
  const alarm =
    state.mode === 'alert'
      ? { phase: 'triggered' as const, deadline: now.steady + rules.durationMs }
      : {};
  return {
    state: { ...closed.state, ...alarm, ...{ exit: null, entry: null, confirmed: true, incident } },
    effects: [
      ...closed.effects,
      stepOf(incident, { at: now.wall, kind: 'panic', by }),
      { type: 'incident', incident, change: known ? 'confirmed' : 'opened' },
    ],
    news: [
      ...leftOutNews(state),
      { type: 'trip', incident, sensor: 'panic', isNew: isConfirming, isAlarm: true, isConfirming },
    ],
  };
}

/** Begins, or ends, a time in which nothing is sent outside. */
function practise(
  state: AlarmState,
  { until, by }: Extract<AlarmInput, { type: 'practice' }>,
  now: Now,
): Transition {
  if (until === null) return endPractice(state, by, now);
  const { kept = state.alerting, memory = state.memory } = state.practice ?? {};
  const alerting = state.practice ? state.alerting : { ...initialAlerting, caps: kept.caps };
  const report = { kind: 'practice' as const, until: now.wall + until - now.steady, by };
  return {
    state: { ...state, alerting, practice: { until, forMs: until - now.steady, by, kept, memory } },
    effects: [],
    news: [{ type: 'report', report }],
  };
}

/** Everything is as if the practice had not been, and that it is over is said. */
function endPractice(state: AlarmState, by: By, now: Now): Transition {
  const { practice } = state;
  if (!practice) return unchanged(state);
  const open = openOf(state);
  const isMine = open?.isPractice === true;
  const isAlarm = isMine && state.phase === 'triggered';
  const marked = isMine && !open.mark ? { ...open, mark: 'test' as const, markedBy: by } : open;
  const over: AlarmState = {
    ...state,
    ...(isAlarm ? { phase: 'armed', deadline: null } : {}),
    memory: state.mode === 'alert' && practice.memory,
    incident: marked ?? state.incident,
    alerting: practice.kept,
    practice: null,
  };
  const closed = isMine ? closeIncident(over, now) : unchanged(over);
  return {
    state: closed.state,
    effects: [...closed.effects, { type: 'passed', what: { kind: 'practice-over' }, by }],
    news: [{ type: 'report', report: { kind: 'practice', until: null, by } }],
  };
}

function endWhatIsOver(
  before: AlarmState,
  id: string,
  now: Now,
  rules: AlarmRules,
  scene: Scene,
): Transition {
  const isOver = (at: number | null | undefined) => at != null && now.steady >= at;
  return inTurn(
    before,
    state => (isOver(state.practice?.until) ? endPractice(state, hub, now) : unchanged(state)),
    state => (isOver(state.exit?.settledAt) ? settleDoor(state, scene) : unchanged(state)),
    state => {
      if (!isOver(state.deadline)) return unchanged(state);
      if (state.phase === 'arming') return endExit(state, id, now, rules, scene);
      if (state.phase === 'pending') return endEntry(state, now, rules);
      if (state.phase === 'triggered') return endAlarmTime(state, now);
      return unchanged(state);
    },
    state => ({ state, effects: [], news: [{ type: 'tick', incident: state.incident }] }),
  );
}

function endAlarmTime(state: AlarmState, now: Now): Transition {
  const armed: AlarmState = { ...state, phase: 'armed', deadline: null, memory: true };
  const open = openAlarm(armed);
  if (!open) return unchanged(armed);
  const over = stepOf(open, { at: now.wall, kind: 'alarm-over' });
  // Somebody has seen it: what comes later is news again, and nobody has seen that.
  const closed = open.acknowledgedBy ? closeIncident(armed, now) : unchanged(armed);
  return { state: closed.state, effects: [over, ...closed.effects], news: [] };
}
