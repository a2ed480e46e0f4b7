import type { HouseSettings, ReplayReport } from '../../server/protocol.ts';
import { ApiError } from '../data/api-error.ts';
import type { Conflict } from '../data/settings-merge.ts';
import { capital } from './capital.ts';
import { profileTitle } from './mode.ts';
import { count } from './settings.ts';
import { plainDate } from './time.ts';

interface Place {
  nowMs: number;
  timeZone: string;
  nameOf: (sensor: string) => string;
}

/** What the past says of new settings: what it would have been, and what would have been missed. */
export interface ReplayWords {
  lines: string[];
  /** An alarm that mattered would not have been raised: a sentence each. */
  lost: string[];
}

export function replayWords(report: ReplayReport, place: Place): ReplayWords {
  const { days, events, before, after, real } = report;
  if (days === 0 || events === 0) {
    return { lines: ['Nothing is recorded yet that this could be tried on.'], lost: [] };
  }
  const over = `Over the last ${days === 1 ? 'day' : `${days} days`} this would have raised`;
  const raised =
    before === after
      ? `${over} ${count(after, 'alarm')}, as many as now.`
      : `${over} ${count(after, 'alarm')} instead of ${before}.`;
  const lost = real.lost.map(
    ({ at, sensors }) =>
      `The alarm you marked as real on ${plainDate(at, place.nowMs, place.timeZone)} (${sensors
        .map(place.nameOf)
        .join(', ')}) would NOT have been raised.`,
  );
  return { lines: lost.length > 0 ? [raised] : [raised, keptWords(real.known)], lost };
}

function keptWords(known: number): string {
  return known === 0
    ? 'No alarm is marked as real, so nobody can say whether one would be missed.'
    : `None of the ${known} you marked as real is lost.`;
}

/** Why the past could not be asked. Nothing was to be changed by asking. */
export function noPastWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The answer was not understood.';
  if (error.code === 'history_away') return 'The long-term record is away just now.';
  if (error.status === 0) return 'The hub could not be reached.';
  if (error.status >= 500 || !error.message) return 'The hub has trouble with its record.';
  return `${capital(error.message)}.`.replace(/([.!?])\.$/, '$1');
}

const keyWords: Record<string, string> = {
  ...{ name: 'name', zone: 'kind of zone', chime: 'chime', autoBypass: 'left out when open' },
  ...{ groupOnly: 'only with its group', pulses: 'number of trips', pulseWindow: 'time for trips' },
  ...{ exit: 'time to leave', exitDelay: 'time to leave', entry: 'time to disarm' },
  ...{
    finalDoor: 'final door',
    confirmWindow: 'time to confirm',
    confirmTrips: 'trips to confirm',
  },
  ...{ duration: 'alarm time', groups: 'groups', schedules: 'schedules', bedtime: 'bedtime' },
};

/** What could not be put onto somebody else's change: "Laundry door, kind of zone". */
export function conflictWords({ key }: Conflict, { sensors }: HouseSettings): string {
  const parts = key.split('.');
  const last = parts.at(-1) ?? '';
  if (parts[0] === 'sensors') {
    // An id may have dots in it.
    const id = parts.slice(1, -1).join('.');
    const word = last === 'entryDelay' ? 'entry delay' : (keyWords[last] ?? last);
    return `${sensors.find(sensor => sensor.id === id)?.name ?? id}, ${word}`;
  }
  const titles = new Map<string, string>(Object.entries(profileTitle));
  if (parts[1] === 'profiles') return `${titles.get(last) ?? last}, sensors`;
  if (parts[1] === 'delays') return `${titles.get(parts[2] ?? '')}, ${keyWords[last] ?? last}`;
  return capital(last === 'entryDelay' ? 'time to disarm' : (keyWords[last] ?? last));
}
