import { Refusal } from '../errors.ts';
import type { Documents } from '../state/documents.ts';
import type { AlarmState } from './alarm-state.ts';

const key = 'alarm';

/**
 * The state as it was last written, or undefined at the very first start.
 *
 * @param latestDeadline a clock that was ahead when the deadline was set must not make an alarm of weeks
 * @throws Refusal when it cannot be read: guessing OFF could disarm a house
 */
export function readAlarm(documents: Documents, latestDeadline: number): AlarmState | undefined {
  const body = documents.read(key);
  if (body === undefined) return undefined;
  try {
    const state: unknown = JSON.parse(body);
    if (isAlarmState(state)) {
      const { deadline } = state;
      return { ...state, deadline: deadline && Math.min(deadline, latestDeadline) };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal(
    'the alarm’s state in state.db is damaged; restore a backup of the data folder',
  );
}

/** Joins a transaction that is open. */
export function writeAlarm(documents: Documents, state: AlarmState): void {
  documents.write(key, JSON.stringify(state));
}

// Only the hub writes it, so its main parts tell a damaged one from a good one.
function isAlarmState(value: unknown): value is AlarmState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'mode' in value &&
    ['off', 'monitor', 'alert'].includes(String(value.mode)) &&
    'phase' in value &&
    'since' in value &&
    typeof value.since === 'number' &&
    'bypassed' in value &&
    Array.isArray(value.bypassed)
  );
}
