/** A local calendar day, `YYYY-MM-DD`, proleptic Gregorian. */
export type Day = string;

export interface TimeZone {
  /** IANA name. */
  readonly name: string;
  /** The local day of an instant (epoch milliseconds). */
  localDay(at: number): Day;
  /** The first instant of a day, epoch milliseconds. Days of 23 or 25 hours come out right. */
  startOfDay(day: Day): number;
  /** Local time minus UTC at an instant, in milliseconds. */
  offset(at: number): number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The day after or before, by `count`. Calendar arithmetic, so no time zone is involved. */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** True for a day that the calendar has: `2023-02-29` and `1-1-1` are not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * @param name IANA time zone
 * @throws RangeError when this Node does not know the zone
 */
export function createTimeZone(name: string): TimeZone {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: name,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const starts = new Map<Day, number>();

  // Offsets change only on whole minutes of UTC, and asking Intl is the slow part.
  let cachedMinute = Number.NaN;
  let cachedOffset = 0;

  function offset(at: number): number {
    const minute = Math.floor(at / 60_000);
    if (minute === cachedMinute) return cachedOffset;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(minute * 60_000)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0, second = 0 } = part;
    const local = new Date(0);
    // setUTCFullYear, because Date.UTC reads years below 100 as of the last century.
    local.setUTCFullYear(year, month - 1, day);
    local.setUTCHours(hour, minutes, second);
    cachedMinute = minute;
    cachedOffset = local.getTime() - minute * 60_000;
    return cachedOffset;
  }

  function localDay(at: number): Day {
    return new Date(at + offset(at)).toISOString().slice(0, 10);
  }

  function startOfDay(day: Day): number {
    const known = starts.get(day);
    if (known !== undefined) return known;
    const noon = Date.parse(`${day}T12:00:00Z`);
    // Offsets lie within ±15 h, so the day starts between these two; search to the second.
    let before = noon - 28 * hourMs;
    let after = noon + 4 * hourMs;
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000;
      if (localDay(middle) < day) before = middle;
      else after = middle;
    }
    if (starts.size > 1000) starts.clear();
    starts.set(day, after);
    return after;
  }

  return { name: format.resolvedOptions().timeZone, localDay, startOfDay, offset };
}
