/**
 * Days are `YYYY-MM-DD` and months `YYYY-MM` in the house's time zone; instants are epoch ms.
 */
const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && toDay(Date.parse(`${text}T00:00Z`)) === text;
}

export function dayOf(atMs: number, timeZone: string): string {
  return toDay(wallClock(atMs, timeZone));
}

export function addDays(day: string, count: number): string {
  return toDay(utcMidnight(day) + count * DAY_MS);
}

/** The first instant of a day: not always 00:00, where clocks change at midnight. */
export function startOfDay(day: string, timeZone: string): number {
  const midnight = utcMidnight(day);
  const candidates = [midnight - DAY_MS, midnight + DAY_MS]
    .map(near => midnight - (wallClock(near, timeZone) - near))
    .sort((a, b) => a - b);
  const first = candidates.find(
    at => dayOf(at, timeZone) === day && dayOf(at - 1, timeZone) !== day,
  );
  return first ?? midnight;
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

export function addMonths(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + count);
  return toDay(date.getTime()).slice(0, 7);
}

export function lastDayOf(month: string): string {
  return addDays(`${addMonths(month, 1)}-01`, -1);
}

/** A month's weeks from Monday; null where a week has days of other months. */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const weekday = (new Date(utcMidnight(first)).getUTCDay() + 6) % 7;
  const length = Number(lastDayOf(month).slice(8));
  const weeks: (string | null)[][] = [];
  for (let start = -weekday; start < length; start += 7) {
    weeks.push(
      Array.from({ length: 7 }, (_, index) => {
        const offset = start + index;
        return offset < 0 || offset >= length ? null : addDays(first, offset);
      }),
    );
  }
  return weeks;
}

function utcMidnight(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function toDay(utcMs: number): string {
  return Number.isNaN(utcMs) ? '' : new Date(utcMs).toISOString().slice(0, 10);
}

/** What the clock on the wall shows, as if it were UTC. */
function wallClock(atMs: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(atMs)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const ms = ((atMs % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + ms;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
