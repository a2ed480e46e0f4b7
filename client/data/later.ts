import { addDays, dayOf, startOfDay } from './calendar.ts';

const MINUTE_MS = 60_000;

/** The instant of a local time of day, `HH:MM`. A time that a change of clocks skips is the one after it. */
export function instantOf(day: string, time: string, timeZone: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const start = startOfDay(day, timeZone);
  const wanted = hours * 60 + minutes;
  let at = start + wanted * MINUTE_MS;
  // Clocks that changed since midnight are an hour off, or two after one more look.
  for (let look = 0; look < 2; look++) {
    const shown = minutesOf(at, timeZone) + (dayOf(at, timeZone) === day ? 0 : 1440);
    if (shown === wanted) return at;
    at += (wanted - shown) * MINUTE_MS;
  }
  return at;
}

/** The next time that clocks in the house show `time`: today, or else tomorrow. */
export function nextInstantOf(time: string, nowMs: number, timeZone: string): number {
  const today = dayOf(nowMs, timeZone);
  const at = instantOf(today, time, timeZone);
  return at > nowMs ? at : instantOf(addDays(today, 1), time, timeZone);
}

function minutesOf(atMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone },
  });
  const [hours = 0, minutes = 0] = format.format(atMs).split(':').map(Number);
  return hours * 60 + minutes;
}
