import type { AlarmRules, Zone } from './alarm-rules.ts';
import type { AlarmState } from './alarm-state.ts';
import { entryMsOf, isWatched } from './tripping.ts';

/** True when a trip of this zone would raise the alarm, or add to it, with no time to disarm first. */
export function wouldAlarm(state: AlarmState, zone: Zone, rules: AlarmRules): boolean {
  if (!isWatched(state, zone)) return false;
  const hasTime = state.phase === 'armed' || state.phase === 'pending';
  return !(hasTime && zone.kind === 'delay' && entryMsOf(state, zone, rules) > 0);
}
