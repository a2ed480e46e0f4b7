import { addDays, dayOf } from '../data/calendar.ts';

/** The words are English; en-GB brings the 24-hour clock and "Monday 23 November". */
const LOCALE = 'en-GB';

type Shape =
  | 'minutes'
  | 'seconds'
  | 'weekday'
  | 'date'
  | 'long-date'
  | 'short-date'
  | 'month'
  | 'exact';

const shapes: Record<Shape, Intl.DateTimeFormatOptions> = {
  minutes: { hour: '2-digit', minute: '2-digit' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  weekday: { weekday: 'long' },
  date: { day: 'numeric', month: 'long' },
  'long-date': { weekday: 'long', day: 'numeric', month: 'long' },
  'short-date': { weekday: 'short', day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  exact: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function format(shape: Shape, atMs: number, timeZone: string): string {
  const key = `${shape} ${timeZone}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(LOCALE, { ...shapes[shape], hourCycle: 'h23', timeZone });
    formats.set(key, known);
  }
  return known.format(atMs);
}

export function clockTime(at: string, timeZone: string, shape: 'minutes' | 'seconds'): string {
  return format(shape, Date.parse(at), timeZone);
}

/** "Tuesday 24 November 2026 at 08:12:33 GMT+11". */
export function exactTime(at: string, timeZone: string): string {
  return format('exact', Date.parse(at), timeZone);
}

/** "08:12", "yesterday 21:40", "Sunday 21:40", "3 November 21:40", with the year if it is another. */
export function nearTime(at: string, nowMs: number, timeZone: string): string {
  const atMs = Date.parse(at);
  const day = dayOf(atMs, timeZone);
  const today = dayOf(nowMs, timeZone);
  const time = format('minutes', atMs, timeZone);
  if (day === today) return time;
  if (day === addDays(today, -1)) return `yesterday ${time}`;
  if (day < today && day > addDays(today, -7))
    return `${format('weekday', atMs, timeZone)} ${time}`;
  const year = day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`;
  return `${format('date', atMs, timeZone)}${year} ${time}`;
}

/** "3 November", with the year if it is another than now's. */
export function plainDate(at: string, nowMs: number, timeZone: string): string {
  const atMs = Date.parse(at);
  const year = dayOf(atMs, timeZone).slice(0, 4);
  const date = format('date', atMs, timeZone);
  return year === dayOf(nowMs, timeZone).slice(0, 4) ? date : `${date} ${year}`;
}

/** "Today", "Yesterday", "Monday". */
export function dayTitle(day: string, today: string): string {
  if (day === today) return 'Today';
  if (day === addDays(today, -1)) return 'Yesterday';
  return format('weekday', Date.parse(`${day}T12:00Z`), 'UTC');
}

/** "Monday 23 November", with the year if it is another than today's. */
export function dayDate(day: string, today: string): string {
  const date = format('long-date', Date.parse(`${day}T12:00Z`), 'UTC');
  return day.slice(0, 4) === today.slice(0, 4) ? date : `${date} ${day.slice(0, 4)}`;
}

/** "Mon 23 Nov", for beside a title that names the day. */
export function shortDate(day: string, today: string): string {
  const date = format('short-date', Date.parse(`${day}T12:00Z`), 'UTC');
  return day.slice(0, 4) === today.slice(0, 4) ? date : `${date} ${day.slice(0, 4)}`;
}

export function monthTitle(month: string): string {
  return format('month', Date.parse(`${month}-15T12:00Z`), 'UTC');
}

/** Said when the phone's clock shows another time than the house's; null when both agree. */
export function zoneNote(nowMs: number, house: string, phone: string): string | null {
  if (format('exact', nowMs, house) === format('exact', nowMs, phone)) return null;
  const city = house.slice(house.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return `Times are the house’s: it is ${format('minutes', nowMs, house)} in ${city}.`;
}
