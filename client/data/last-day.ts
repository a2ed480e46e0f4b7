import { addDays, dayOf, isDay, startOfDay } from './calendar.ts';

/** The moment at which a guest's last day is over in the house; null when none is named. */
export function endOfLastDay(day: string, timeZone: string): string | null {
  if (!isDay(day)) return null;
  return new Date(startOfDay(addDays(day, 1), timeZone)).toISOString();
}

/** The last day that ends with a moment; empty for none. */
export function lastDayOf(endsAt: string | null, timeZone: string): string {
  return endsAt === null ? '' : dayOf(Date.parse(endsAt) - 1, timeZone);
}
