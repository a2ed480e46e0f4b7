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
  /** So many, from the first, are told that the cap is reached. */
  told: number;
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
 * @param wanted recipients
 */
export function spend(
  before: CapState,
  wanted: number,
  isUrgent: boolean,
  now: CapMoment,
  { dailyCap, reserve, counts }: CapRules,
): Spent {
  const caps = countToday(before, now);
  if (wanted === 0) return { caps, allowed: 0, told: 0 };
  const priceOf = (recipients: number) =>
    counts === 'alerts' ? Math.min(1, recipients) : recipients;
  const price = priceOf(wanted);
  if (isUrgent) {
    const left = dailyCap - caps.used;
    const allowed =
      counts === 'alerts' ? (left > 0 ? wanted : 0) : Math.min(wanted, Math.max(0, left));
    return { caps: { ...caps, used: caps.used + priceOf(allowed) }, allowed, told: 0 };
  }
  const left = dailyCap - reserve - caps.used;
  if (caps.isTold || left <= 0) return { caps: { ...caps, isTold: true }, allowed: 0, told: 0 };
  const affordable = counts === 'alerts' ? wanted : Math.min(wanted, left);
  // The first of a day goes out, were the cap so small that it leaves no room for that word.
  if (price * 2 <= left || caps.used === 0) {
    const used = caps.used + priceOf(affordable);
    return { caps: { ...caps, used }, allowed: affordable, told: 0 };
  }
  const used = caps.used + priceOf(affordable);
  return { caps: { ...caps, used, isTold: true }, allowed: 0, told: affordable };
}

/** True when what is not urgent gets no text message any more today. */
export function isCapReached(before: CapState, now: CapMoment, rules: CapRules): boolean {
  const caps = countToday(before, now);
  return caps.isTold || caps.used >= rules.dailyCap - rules.reserve;
}
