import type { By, GaragePosition } from '../protocol.ts';

/** In milliseconds; 0 is never, or none. */
export interface DoorRules {
  /** It reaches its end within so long, or is stuck. */
  travelMs: number;
  warnMs: number;
  leftOpenMs: number;
  autoCloseMs: number;
}

/** What the position sensor says. */
export type DoorLevel = 'open' | 'closed' | 'unknown';

/** Times are on the steady clock. */
export interface DoorState {
  level: DoorLevel;
  phase: 'resting' | 'warning' | 'opening' | 'closing' | 'stuck';
  /** When the phase began. */
  since: number;
  /** When a warning or a movement is over. */
  until: number | null;
  /** No command is taken before. */
  quietUntil: number;
  /** When the sensor last said something else, or an opening began to count anew. */
  changedAt: number;
  /** That it stands open was told. */
  isReminded: boolean;
  /** Who gave the last command. */
  by: By | null;
}

/** Between two commands, and after a start, whatever was before it. */
export const quietMs = 10_000;

/**
 * How a door begins: nobody knows what was before, so nothing moves for a while.
 *
 * @param told what was told of it before, and is so still
 */
export function initialDoor(
  level: DoorLevel,
  { isReminded, isStuck }: { isReminded: boolean; isStuck: boolean },
  now: number,
): DoorState {
  const phase = isStuck ? 'stuck' : 'resting';
  return {
    ...{ level, phase, since: now, until: null, quietUntil: now + quietMs },
    ...{ changedAt: now, isReminded, by: null },
  };
}

export function positionOf({ phase, level }: DoorState): GaragePosition {
  return phase === 'resting' ? level : phase;
}

/** When it closes by itself; null for never, and while it moves. */
export function closesAt(state: DoorState, { autoCloseMs }: DoorRules): number | null {
  if (autoCloseMs === 0 || state.phase !== 'resting' || state.level !== 'open') return null;
  return Math.max(state.changedAt + Math.max(autoCloseMs, quietMs), state.quietUntil);
}

/** When somebody is told that it stands open; null for never, and once it was. */
export function remindsAt(state: DoorState, { leftOpenMs }: DoorRules): number | null {
  if (leftOpenMs === 0 || state.isReminded || state.level !== 'open') return null;
  return state.changedAt + leftOpenMs;
}

/** When time alone changes something. */
export function nextLook(state: DoorState, rules: DoorRules): number | null {
  const times = [state.until, closesAt(state, rules), remindsAt(state, rules)];
  const known = times.filter(at => at !== null);
  return known.length > 0 ? Math.min(...known) : null;
}
