import type { By, GarageCommand, GarageRefusal } from '../protocol.ts';
import {
  closesAt,
  type DoorLevel,
  type DoorRules,
  type DoorState,
  quietMs,
  remindsAt,
} from './door-state.ts';

export type DoorInput =
  | { type: 'level'; level: DoorLevel }
  /** @param against what the house has against it, beside what the door itself knows */
  | { type: 'command'; command: GarageCommand; by: By; against: GarageRefusal | null }
  /**
   * @param isFaulty the relay cannot be used now
   * @param isArmed the house is in ALERT
   */
  | { type: 'tick'; isFaulty: boolean; isArmed: boolean }
  /** The warning is known to be given, from now on. */
  | { type: 'warns' }
  /** The hub stops. */
  | { type: 'stopped' }
  /** The warning could not be given, or the pulse not be made. */
  | { type: 'failed' };

export type DoorEffect =
  | { type: 'pulse' }
  | { type: 'warn' }
  | { type: 'warned' }
  | { type: 'refused'; reason: GarageRefusal }
  /** It begins to close by itself. */
  | { type: 'closes-itself' }
  /** How a command ended, for the record. */
  | { type: 'ended'; how: 'opened' | 'closed' | 'cancelled' | 'stuck' | 'lost'; by: By }
  | { type: 'tell'; what: 'stuck' | 'left-open' | 'kept-open' };

export interface DoorResult {
  state: DoorState;
  effects: DoorEffect[];
}

/** A warning that was over for longer warns nobody any more. */
const lateMs = 2_000;

const hub: By = { name: 'hub', via: 'hub' };

/** Decides, purely: no pulse is made that does not come out of here. */
export function stepDoor(
  state: DoorState,
  input: DoorInput,
  now: number,
  rules: DoorRules,
): DoorResult {
  switch (input.type) {
    case 'level':
      return seeLevel(state, input.level, now, rules);
    case 'command':
      return obey(state, input, now, rules);
    case 'tick':
      return lookAtTime(state, input, now, rules);
    case 'warns':
      return {
        state: isWarning(state) ? { ...state, until: now + rules.warnMs } : state,
        effects: [],
      };
    case 'stopped':
      return isWarning(state) ? cancel(state, now) : { state, effects: [] };
    case 'failed':
      return { state: state.until === null ? state : rest(state, now), effects: endWarning(state) };
  }
}

function rest(state: DoorState, now: number): DoorState {
  return { ...state, phase: 'resting', since: now, until: null };
}

const isWarning = ({ phase }: DoorState) => phase === 'warning';

const endWarning = (state: DoorState): DoorEffect[] =>
  isWarning(state) ? [{ type: 'warned' }] : [];

/** Takes back a closing that warns. */
function cancel(state: DoorState, now: number): DoorResult {
  const effects: DoorEffect[] = [{ type: 'warned' }, ended(state, 'cancelled')];
  return { state: rest({ ...state, changedAt: now }, now), effects };
}

function ended(state: DoorState, how: Extract<DoorEffect, { type: 'ended' }>['how']): DoorEffect {
  return { type: 'ended', how, by: state.by ?? hub };
}

/** The door is where its sensor sees it, whoever moved it. */
function seeLevel(state: DoorState, level: DoorLevel, now: number, rules: DoorRules): DoorResult {
  if (level === state.level) return { state, effects: [] };
  const isReminded = level === 'closed' ? false : state.isReminded;
  const seen: DoorState = { ...state, level, changedAt: now, isReminded };
  // A sensor that fails and comes back has seen nothing move.
  const isDoubt = level === 'unknown' || state.level === 'unknown';
  if (state.phase === 'stuck' && isDoubt) return { state: seen, effects: [] };
  if (state.phase === 'opening' && level === 'open') {
    return { state: { ...seen, until: now + rules.travelMs }, effects: [] };
  }
  // What nobody asked for is a movement by hand that may have just begun.
  const quietUntil = level === 'open' ? now + rules.travelMs : 0;
  const resting = {
    ...rest(seen, now),
    quietUntil: Math.max(state.quietUntil, quietUntil),
  };
  if (state.phase === 'closing' && level === 'closed') {
    return { state: resting, effects: [ended(state, 'closed')] };
  }
  const isMoved = state.phase === 'opening' || state.phase === 'closing';
  if (isMoved) return { state: resting, effects: [ended(state, 'lost')] };
  // Whatever moved it while it warned, the warning was for another movement.
  const effects: DoorEffect[] = [{ type: 'warned' }, ended(state, 'lost')];
  return { state: resting, effects: isWarning(state) ? effects : [] };
}

function obey(
  state: DoorState,
  { command, by, against }: Extract<DoorInput, { type: 'command' }>,
  now: number,
  rules: DoorRules,
): DoorResult {
  const isCancelling = isWarning(state) && command === 'open';
  if (isCancelling && against !== 'not-allowed') return cancel({ ...state, by }, now);
  const reason = against ?? whyNot(state, command, now);
  if (reason) return { state, effects: [{ type: 'refused', reason }] };
  const asked = { ...state, by };
  return command === 'close'
    ? startClosing(asked, now, rules)
    : pulse(asked, 'opening', now, rules);
}

function whyNot(state: DoorState, command: GarageCommand, now: number): GarageRefusal | null {
  const { phase, level } = state;
  if (level === 'unknown') return 'position-unknown';
  if (phase === 'warning' || phase === 'opening' || phase === 'closing') return 'moving';
  if (level === (command === 'open' ? 'open' : 'closed')) return 'already-there';
  return now < state.quietUntil ? 'too-soon' : null;
}

function startClosing(state: DoorState, now: number, rules: DoorRules): DoorResult {
  if (rules.warnMs === 0) return pulse(state, 'closing', now, rules);
  const until = now + rules.warnMs;
  const quietUntil = now + quietMs;
  const warning: DoorState = { ...state, phase: 'warning', since: now, until, quietUntil };
  return { state: warning, effects: [{ type: 'warn' }] };
}

function pulse(
  state: DoorState,
  phase: 'opening' | 'closing',
  now: number,
  { travelMs }: DoorRules,
): DoorResult {
  const until = now + travelMs;
  const moving: DoorState = { ...state, phase, since: now, until, quietUntil: now + quietMs };
  return { state: moving, effects: [...endWarning(state), { type: 'pulse' }] };
}

function lookAtTime(
  state: DoorState,
  { isFaulty, isArmed }: Extract<DoorInput, { type: 'tick' }>,
  now: number,
  rules: DoorRules,
): DoorResult {
  const { until } = state;
  if (until !== null && now >= until) return endPhase(state, { until, isFaulty }, now, rules);
  const remindAt = remindsAt(state, rules);
  const isReminding = remindAt !== null && now >= remindAt;
  const reminded: DoorState = isReminding ? { ...state, isReminded: true } : state;
  const effects: DoorEffect[] = isReminding ? [{ type: 'tell', what: 'left-open' }] : [];
  const closeAt = closesAt(reminded, rules);
  if (closeAt === null || now < closeAt) return { state: reminded, effects };
  // It waits as long once more, and the family hears of the relay anyhow.
  if (isFaulty) return { state: { ...reminded, changedAt: now }, effects };
  if (isArmed) return keepOpen(reminded, effects, now);
  const closing = startClosing({ ...reminded, by: hub }, now, rules);
  return {
    state: closing.state,
    effects: [...effects, { type: 'closes-itself' }, ...closing.effects],
  };
}

/**
 * A cut wire reads open: a pulse would open the door that it hides, to whoever cut it. Somebody hears of it once,
 * and it waits as long once more.
 */
function keepOpen(state: DoorState, before: DoorEffect[], now: number): DoorResult {
  const told: DoorEffect[] = state.isReminded ? [] : [{ type: 'tell', what: 'kept-open' }];
  return { state: { ...state, isReminded: true, changedAt: now }, effects: [...before, ...told] };
}

function endPhase(
  state: DoorState,
  { until, isFaulty }: { until: number; isFaulty: boolean },
  now: number,
  rules: DoorRules,
): DoorResult {
  if (isWarning(state)) {
    const isGood = !isFaulty && now - until <= lateMs;
    return isGood ? pulse(state, 'closing', now, rules) : cancel(state, now);
  }
  if (state.phase === 'opening' && state.level === 'open') {
    return { state: rest(state, now), effects: [ended(state, 'opened')] };
  }
  const stuck: DoorState = { ...state, phase: 'stuck', since: now, until: null };
  return { state: stuck, effects: [ended(state, 'stuck'), { type: 'tell', what: 'stuck' }] };
}
