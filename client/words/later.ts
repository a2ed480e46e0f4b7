import type { Profile, Status } from '../../server/protocol.ts';
import { dayOf } from '../data/calendar.ts';
import { profileTitle } from './mode.ts';
import { clockTime } from './time.ts';

/** "at 23:00", "tomorrow at 06:30". */
function laterTime(at: string, nowMs: number, timeZone: string): string {
  const isToday = dayOf(Date.parse(at), timeZone) === dayOf(nowMs, timeZone);
  return `${isToday ? '' : 'tomorrow '}at ${clockTime(at, timeZone, 'minutes')}`;
}

/** "Arms Night at 23:00, set by Mum." */
export function laterWords(
  { at, profile, by }: NonNullable<Status['later']>,
  nowMs: number,
  timeZone: string,
): string {
  const who = by.via === 'hub' ? '' : `, set by ${by.name}`;
  return `Arms ${profileTitle[profile]} ${laterTime(at, nowMs, timeZone)}${who}.`;
}

/** What a button does: "Arm Night tomorrow at 06:30". */
export function armLaterWords(
  profile: Profile,
  at: string,
  nowMs: number,
  timeZone: string,
): string {
  return `Arm ${profileTitle[profile]} ${laterTime(at, nowMs, timeZone)}`;
}
