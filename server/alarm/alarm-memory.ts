import { Refusal } from '../errors.ts';
import type { Documents } from '../state/documents.ts';
import type { AlarmState, Incident, Tripped } from './alarm-state.ts';
import { type AlertingState, type AlertRules, initialAlerting } from './alerting-state.ts';
import type { Rules } from './decide.ts';

const key = 'alarm';

/**
 * The state as it was last written, or undefined at the very first start.
 *
 * @param now on the steady clock, which begins anew with each start: a clock that was ahead when a time
 *   was noted must not make an alarm of weeks, nor a family that is never told
 * @param rules no time can lie further ahead than they let it
 * @throws Refusal when it cannot be read: guessing OFF could disarm a house
 */
export function readAlarm(
  documents: Documents,
  now: number,
  rules: Pick<Rules, 'durationMs' | 'alerts'>,
): AlarmState | undefined {
  const body = documents.read(key);
  if (body === undefined) return undefined;
  try {
    const state: unknown = JSON.parse(body);
    if (isAlarmState(state)) {
      const { deadline, incident } = state;
      return {
        ...state,
        deadline: deadline && Math.min(deadline, now + rules.durationMs),
        incident: incident && renewIncident(incident, now),
        alerting: renewAlerting(state.alerting, now, rules.alerts),
      };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal(
    'the alarm’s state in state.db is damaged; restore a backup of the data folder',
  );
}

/** Of an earlier version, which knew less of an incident. */
type OldIncident = Omit<Partial<Incident>, 'trips'> &
  Pick<Incident, 'id' | 'openedAt' | 'acknowledgedBy' | 'acknowledgedAt'> & {
    trips: (Pick<Tripped, 'sensor' | 'at'> & Partial<Tripped>)[];
  };

/** Fills in what an earlier version did not note, and lets no time lie ahead. */
function renewIncident(incident: OldIncident, now: number): Incident {
  return {
    isTamper: false,
    confirmedAt: null,
    closedAt: null,
    mark: null,
    markedBy: null,
    ...incident,
    trips: incident.trips.map(trip => ({
      ...{ name: trip.sensor, sensorKind: 'contact', lastAt: trip.at, count: 1 },
      ...trip,
      steady: Math.min(trip.steady ?? now, now),
    })),
  };
}

function renewAlerting(
  alerting: AlertingState | undefined,
  now: number,
  rules: AlertRules,
): AlertingState {
  if (!alerting) return initialAlerting;
  const { caps, campaign, swingers } = alerting;
  const within = (at: number | null, ms: number) => at && Math.min(at, now + ms);
  return {
    caps: { ...caps, since: Math.min(caps.since, now) },
    campaign: campaign && {
      ...campaign,
      toldAt: Math.min(campaign.toldAt, now),
      news: campaign.news && {
        ...campaign.news,
        dueAt: Math.min(campaign.news.dueAt, now + rules.gapMs),
      },
      pushAt: within(campaign.pushAt, rules.pushEveryMs),
      pushUntil: Math.min(campaign.pushUntil, now + rules.pushForMs),
      reminderAt: within(campaign.reminderAt, rules.smsAfterMs),
      escalateAt: within(campaign.escalateAt, rules.smsAfterMs + rules.escalateAfterMs),
    },
    swingers: Object.fromEntries(
      Object.entries(swingers).map(([sensor, { alarms, lastAt }]) => [
        sensor,
        { alarms, lastAt: Math.min(lastAt, now) },
      ]),
    ),
  };
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
