import type { Level, SensorHealth, SensorKind } from '../protocol.ts';

/**
 * What is kept of a sensor to judge it by. Spans are counted in milliseconds while the hub runs, and are no
 * times: no clock that is set makes one longer.
 */
export interface Vitals {
  /** The level that it was last seen at, and since when, as it was recorded: another one is a change. */
  seen: string;
  /**
   * Since it last changed, while others did, and the longest that this ever took; and how often it changed,
   * which says how much that longest one is worth.
   */
  quietMs: number;
  longestQuietMs: number;
  changes: number;
  /** Since it left its rest, 0 at rest; and the longest that it ever stayed away. */
  awayMs: number;
  longestAwayMs: number;
  isChattering: boolean;
  /** Since the chattering stopped. */
  calmMs: number;
  health: Exclude<SensorHealth, 'fault'>;
}

export const newVitals: Vitals = {
  ...{ seen: '', quietMs: 0, longestQuietMs: 0, changes: 0, awayMs: 0, longestAwayMs: 0 },
  ...{ isChattering: false, calmMs: 0, health: 'good' },
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** So many times longer than ever is out of the ordinary. */
const factor = 5;
const leastQuietMs = 7 * dayMs;
/** Of fewer spans nobody knows what is ordinary: a shed is opened twice a year. */
const leastChanges = 10;
const leastAwayMs: Record<SensorKind, number> = {
  contact: 3 * dayMs,
  motion: 12 * hourMs,
  temperature: Number.POSITIVE_INFINITY,
};
/** One long absence, or one repair, must not make it blind for years. */
const mostLearntMs = 60 * dayMs;
const calmAfterMs = 10 * 60_000;
/** The look comes once a minute: a longer pause was no time in which the sensor was watched. */
const longestStepMs = 5 * 60_000;

interface Look {
  kind: SensorKind;
  /** Undefined while nothing was ever read of it. */
  value: Level | number | undefined;
  /** As recorded with the value. */
  since: number;
  /** Since the look before, on the steady clock. */
  elapsedMs: number;
  /** Nobody is there to move anything: such a time is nobody’s silence. */
  isHouseQuiet: boolean;
}

/** Whether it moved since the look before. A temperature does so by itself. */
export function hasMoved(
  { seen }: Vitals,
  { kind, value, since }: Omit<Look, 'elapsedMs' | 'isHouseQuiet'>,
): boolean {
  return kind !== 'temperature' && isLevel(value) && seen !== '' && seen !== seenAs(value, since);
}

/**
 * Judges a sensor by what it did so far. Between two changes it turns bad at most once, and it turns good
 * with a change alone, or when it has been calm: it cannot come and go by itself. Pure.
 */
export function judgeVitals(before: Vitals, look: Look): Vitals {
  const { kind, value, since, elapsedMs, isHouseQuiet } = look;
  // A fault says so itself, and counts neither as silence nor as a change.
  if (!isLevel(value)) return before;
  const stepMs = Math.min(Math.max(0, elapsedMs), longestStepMs);
  const seen = seenAs(value, since);
  const isAway = value === 'open' || value === 'active';
  const passed = {
    ...before,
    seen,
    quietMs: isHouseQuiet && kind !== 'temperature' ? before.quietMs : before.quietMs + stepMs,
    awayMs: isAway ? before.awayMs + stepMs : before.awayMs,
    calmMs: before.isChattering ? 0 : before.calmMs + stepMs,
  };
  const isChange = before.seen !== '' && before.seen !== seen;
  const next = isChange
    ? {
        ...passed,
        ...{ quietMs: 0, awayMs: 0 },
        changes: Math.min(leastChanges, before.changes + 1),
        longestQuietMs: learn(before.longestQuietMs, passed.quietMs),
        longestAwayMs: learn(before.longestAwayMs, before.awayMs),
      }
    : passed;
  return { ...next, health: verdict(next, kind) };
}

function verdict(vitals: Vitals, kind: SensorKind): Vitals['health'] {
  const { isChattering, calmMs, health, awayMs, longestAwayMs } = vitals;
  const { quietMs, longestQuietMs, changes } = vitals;
  if (isChattering || (health === 'chattering' && calmMs < calmAfterMs)) return 'chattering';
  if (awayMs >= Math.max(leastAwayMs[kind], factor * longestAwayMs)) return 'stuck';
  if (changes < leastChanges) return 'good';
  return quietMs >= Math.max(leastQuietMs, factor * longestQuietMs) ? 'silent' : 'good';
}

function learn(longest: number, spanMs: number): number {
  return Math.min(mostLearntMs, Math.max(longest, spanMs));
}

function isLevel(value: Look['value']): boolean {
  return value !== undefined && value !== 'unknown' && value !== 'fault';
}

function seenAs(value: Look['value'], since: number): string {
  return `${value} ${since}`;
}
