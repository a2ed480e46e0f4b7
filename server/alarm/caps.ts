/** The day's text messages. */
export interface CapState {
  /** The local day that is counted, `YYYY-MM-DD`; empty before the first. */
  day: string;
  /** When the count began, on the steady clock. */
  since: number;
  used: number;
  /** The family was told today that the cap is reached. */
  isTold: boolean;
}

export interface CapRules {
  dailyCap: number;
  /** Of these, kept for confirmed alarms, tampering and faults of the hub. */
  reserve: number;
  /** Whether each recipient's message counts, or one alert to all of them once. */
  counts: 'messages' | 'alerts';
}

export interface CapMoment {
  steady: number;
  /** The local day by the wall clock. */
  day: string;
}

export interface Spent {
  caps: CapState;
  /** So many of the recipients, from the first, get their message. */
  allowed: number;
  /** So many of those who are to hear that the cap is reached, from the first, are texted it. */
  told: number;
  /** The cap was reached with this, and the family must hear of it, if not by text. */
  isReached: boolean;
}

/** Longer than any local day. */
const longestDayMs = 26 * 3_600_000;

/**
 * The count of today. A new day begins with the local midnight. A wall clock that goes back, were it to
 * 1970, begins none: it would give the messages away twice. Only when a whole day has passed by the steady
 * clock is it believed, so that one that had run ahead does not keep the count for years.
 */
export function countToday(caps: CapState, now: CapMoment): CapState {
  const isNewDay = now.day > caps.day || now.steady - caps.since >= longestDayMs;
  if (!isNewDay || now.day === caps.day) return caps;
  return { day: now.day, since: now.steady, used: 0, isTold: false };
}

/**
 * Takes text messages out of the day's cap. What is not urgent must leave the reserve alone, and room for
 * the one message that says so; it goes to all of its recipients or to none. Urgent ones go to as many as
 * the cap lets, the first of the list first.
 *
 * @param wanted recipients, and those who would be texted that the cap is reached
 */
export function spend(
  before: CapState,
  { wanted, isUrgent, word = wanted }: { wanted: number; isUrgent: boolean; word?: number },
  now: CapMoment,
  { dailyCap, reserve, counts }: CapRules,
): Spent {
  const caps = countToday(before, now);
  const nothing = { allowed: 0, told: 0, isReached: false };
  if (wanted === 0) return { caps, ...nothing };
  const priceOf = (recipients: number) =>
    counts === 'alerts' ? Math.min(1, recipients) : recipients;
  if (isUrgent) {
    const left = Math.max(0, dailyCap - caps.used);
    const one = left > 0 ? wanted : 0;
    const allowed = counts === 'alerts' ? one : Math.min(wanted, left);
    return { caps: { ...caps, used: caps.used + priceOf(allowed) }, ...nothing, allowed };
  }
  if (caps.isTold) return { caps, ...nothing };
  const left = Math.max(0, dailyCap - reserve - caps.used);
  const affordable = (recipients: number) =>
    counts === 'alerts' ? (left > 0 ? recipients : 0) : Math.min(recipients, left);
  // The first of a day goes out, were the cap so small that it leaves no room for that word.
  if (priceOf(wanted) + priceOf(word) <= left || (caps.used === 0 && left > 0)) {
    const allowed = affordable(wanted);
    return { caps: { ...caps, used: caps.used + priceOf(allowed) }, ...nothing, allowed };
  }
  const told = affordable(word);
  const used = caps.used + priceOf(told);
  return { caps: { ...caps, used, isTold: true }, allowed: 0, told, isReached: true };
}

/** True when what is not urgent gets no text message any more today. */
export function isCapReached(before: CapState, now: CapMoment, rules: CapRules): boolean {
  const caps = countToday(before, now);
  return caps.isTold || caps.used >= rules.dailyCap - rules.reserve;
}
