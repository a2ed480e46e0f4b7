import type { AlarmRules, Zone } from './alarm-rules.ts';
import type { AlarmState, Now } from './alarm-state.ts';
import { type Transition, unchanged } from './moves.ts';

/** Where somebody who leaves, or comes home, passes. */
export function isWayOut({ kind }: Pick<Zone, 'kind'>): boolean {
  return kind === 'delay' || kind === 'follower';
}

/**
 * A door of the way out moves while somebody leaves. Closed for a moment it arms at once; opened again
 * after it was closed it starts the delay anew, once.
 */
export function leaveByDoor(
  state: AlarmState,
  zone: Zone,
  change: 'opened' | 'closed',
  now: Now,
  { finalDoorMs }: AlarmRules,
): Transition {
  const { exit } = state;
  const isFinal = zone.kind === 'delay' && zone.sensorKind === 'contact' && finalDoorMs > 0;
  const isOfProfile = state.profile !== null && zone.profiles.includes(state.profile);
  if (!exit || !isFinal || !isOfProfile) return unchanged(state);
  if (change === 'closed') {
    const settledAt = now.steady + finalDoorMs;
    return unchanged({ ...state, exit: { ...exit, settledAt, hasClosed: true } });
  }
  const isAnew = exit.hasClosed && !exit.isExtended;
  return unchanged({
    ...state,
    deadline: isAnew ? now.steady + exit.delayMs : state.deadline,
    exit: { ...exit, settledAt: null, isExtended: exit.isExtended || isAnew },
  });
}
