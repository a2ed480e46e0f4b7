import type { Weekday } from '../protocol.ts';

/** Local times of day, `HH:MM`; to be within them is `from` and on it, before `to`. */
export interface GuestHours {
  from: string;
  to: string;
  days: readonly Weekday[];
}

const week: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * Hours that go past midnight belong to the day that they began on. Two equal times are the whole day.
 *
 * @param day local, `YYYY-MM-DD`
 * @param time local, `HH:MM`
 */
export function isWithinHours({ from, to, days }: GuestHours, day: string, time: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const isOn = (index: number) => week.some((name, at) => at === index && days.includes(name));
  const today = isOn(weekday);
  if (from < to) return today && time >= from && time < to;
  if (from === to) return today;
  return (today && time >= from) || (isOn((weekday + 6) % 7) && time < to);
}
