import { Refusal } from '../errors.ts';
import type { Documents } from '../state/documents.ts';
import type { Warmth } from './alarm-limits.ts';
import type { AlarmState, Bypass, Heard, Incident, Tripped } from './alarm-state.ts';
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
  rules: Pick<Rules, 'durationMs' | 'finalDoorMs' | 'alerts'>,
): AlarmState | undefined {
  const body = documents.read(key);
  if (body === undefined) return undefined;
  try {
    const state: unknown = JSON.parse(body);
    if (isAlarmState(state)) {
      const { deadline, incident, exit, entry, practice } = state;
      const longestMs = exit?.delayMs ?? entry?.delayMs ?? rules.durationMs;
      return {
        ...state,
        deadline: deadline && Math.min(deadline, now + longestMs),
        exit: exit ? renewExit(exit, now, rules) : null,
        entry: entry ? { ...entry, trips: entry.trips.map(trip => renewTrip(trip, now)) } : null,
        bypassed: state.bypassed.map(renewBypass),
        warmth: renewWarmth(state.warmth ?? {}, now),
        heard: (state.heard ?? []).map(heard => renewHeard(heard, now)),
        incident: incident && renewIncident(incident, now),
        alerting: renewAlerting(state.alerting, now, rules.alerts),
        practice: practice ? renewPractice(practice, now, rules) : null,
        failed: state.failed ?? null,
      };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal(
    'the alarm’s state in state.db is damaged; restore a backup of the data folder',
  );
}

/** Of an earlier version, which knew less. */
type OldTrip = Pick<Tripped, 'sensor' | 'at'> & Partial<Tripped>;
type OldIncident = Omit<Partial<Incident>, 'trips'> &
  Pick<Incident, 'id' | 'openedAt' | 'acknowledgedBy' | 'acknowledgedAt'> & { trips: OldTrip[] };
type OldBypass = Bypass | string;
type Old = Omit<Partial<AlarmState>, 'bypassed' | 'incident'> &
  Pick<AlarmState, 'mode' | 'profile' | 'phase' | 'deadline' | 'confirmed' | 'memory'> &
  Pick<AlarmState, 'since' | 'by'> & { bypassed: OldBypass[]; incident: OldIncident | null };

function renewExit(
  exit: NonNullable<AlarmState['exit']>,
  now: number,
  { finalDoorMs }: Pick<Rules, 'finalDoorMs'>,
): AlarmState['exit'] {
  return { ...exit, settledAt: exit.settledAt && Math.min(exit.settledAt, now + finalDoorMs) };
}

function renewPractice(
  practice: NonNullable<AlarmState['practice']>,
  now: number,
  rules: Pick<Rules, 'alerts'>,
): AlarmState['practice'] {
  return {
    ...practice,
    until: Math.min(practice.until, now + practice.forMs),
    kept: renewAlerting(practice.kept, now, rules.alerts),
  };
}

function renewBypass(bypass: OldBypass): Bypass {
  if (typeof bypass !== 'string') return bypass;
  return { sensor: bypass, name: bypass, reason: 'open', isAuto: false };
}

function renewHeard(heard: Heard, now: number): Heard {
  return {
    ...heard,
    trips: heard.trips.map(trip => ({ ...trip, steady: Math.min(trip.steady, now) })),
    whole: heard.whole && renewTrip(heard.whole, now),
  };
}

function renewWarmth(warmth: AlarmState['warmth'], now: number): AlarmState['warmth'] {
  const renewOne = ({ beyond, turning, recent }: Warmth): Warmth => ({
    beyond,
    turning: Object.fromEntries(
      Object.entries(turning).map(([kind, steady]) => [kind, Math.min(steady, now)]),
    ),
    recent: recent.map(sample => ({ ...sample, steady: Math.min(sample.steady, now) })),
  });
  return Object.fromEntries(
    Object.entries(warmth).map(([sensor, known]) => [sensor, renewOne(known)]),
  );
}

function renewTrip(trip: OldTrip, now: number): Tripped {
  const steady = Math.min(trip.steady ?? now, now);
  return {
    ...{ name: trip.sensor, sensorKind: 'contact', lastAt: trip.at, count: 1 },
    ...{ isWhileOff: false, isFault: false },
    ...trip,
    steady,
    recent: (trip.recent ?? [steady]).map(time => Math.min(time, now)),
  };
}

/** Fills in what an earlier version did not note, and lets no time lie ahead. */
function renewIncident(incident: OldIncident, now: number): Incident {
  return {
    kind: incident.isTamper ? 'tamper' : 'intrusion',
    ...{ calledBy: null, isTamper: false, isPractice: false },
    confirmedAt: null,
    closedAt: null,
    mark: null,
    markedBy: null,
    ...incident,
    trips: incident.trips.map(trip => renewTrip(trip, now)),
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
function isAlarmState(value: unknown): value is Old {
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
