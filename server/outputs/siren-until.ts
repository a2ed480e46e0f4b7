import type { AlarmState } from '../alarm/alarm-state.ts';

/**
 * Until when the siren sounds, on the steady clock; null when it is silent. It sounds for burglary and
 * tampering in ALERT alone: a call for help must not be heard by whoever it is against, and heat or frost
 * chases nobody away.
 *
 * @param durationMs how long an alarm lasts
 */
export function sirenUntil(
  { mode, phase, deadline, incident, practice }: AlarmState,
  durationMs: number,
  now: number,
): number | null {
  if (mode !== 'alert' || phase !== 'triggered' || deadline === null) return null;
  if (practice || !incident || incident.isPractice) return null;
  if (incident.kind !== 'intrusion' && incident.kind !== 'tamper') return null;
  // A call for help makes the alarm longer, and not the siren.
  const lastTrip = Math.max(...incident.trips.map(({ steady }) => steady));
  const until = incident.calledBy ? Math.min(deadline, lastTrip + durationMs) : deadline;
  return until > now ? until : null;
}
