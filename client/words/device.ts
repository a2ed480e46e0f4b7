import type { DeviceRow } from '../../server/protocol.ts';
import { nearTime, plainDate } from './time.ts';

const DAY_MS = 86_400_000;

/** When a certificate's end is worth a word: 60, 30 and 7 days before, and after it. */
export type Urgency = 'none' | 'soon' | 'near' | 'last' | 'over';

export function urgencyOf(expiresAt: string, nowMs: number): Urgency {
  const leftMs = Date.parse(expiresAt) - nowMs;
  if (leftMs <= 0) return 'over';
  if (leftMs <= 7 * DAY_MS) return 'last';
  if (leftMs <= 30 * DAY_MS) return 'near';
  return leftMs <= 60 * DAY_MS ? 'soon' : 'none';
}

/** "in 23 days", "tomorrow or today": never more than is left. */
export function leftWords(expiresAt: string, nowMs: number): string {
  const days = Math.floor((Date.parse(expiresAt) - nowMs) / DAY_MS);
  if (days < 1) return 'within a day';
  return days === 1 ? 'in 1 day' : `in ${days} days`;
}

export const renewAdvice: Record<Exclude<Urgency, 'none'>, string> = {
  soon: 'There is time, but do not forget it.',
  near: 'Renew it soon.',
  last: 'Renew it now, or it locks this phone out.',
  over: 'It opens nothing any more. An admin renews it.',
};

/** The end of a certificate in a line: "Certificate until 3 November 2027". */
export function certificateWords(
  { expiresAt, renewedUntil }: Pick<DeviceRow, 'expiresAt' | 'renewedUntil'>,
  nowMs: number,
  timeZone: string,
): string {
  if (renewedUntil !== null) return 'Renewed; it has not come in with the new certificate yet';
  const date = plainDate(expiresAt, nowMs, timeZone);
  switch (urgencyOf(expiresAt, nowMs)) {
    case 'none':
      return `Certificate until ${date}`;
    case 'over':
      return `Certificate ended on ${date}`;
    default:
      return `Certificate ends ${leftWords(expiresAt, nowMs)}`;
  }
}

export function seenWords(at: string | null, nowMs: number, timeZone: string): string {
  return at === null ? 'never came in yet' : `here ${nearTime(at, nowMs, timeZone)}`;
}

export function appWords(at: string | null, nowMs: number, timeZone: string): string {
  return at === null
    ? 'not opened from the Home Screen yet'
    : `opened from the Home Screen, last ${nearTime(at, nowMs, timeZone)}`;
}

/** The one thing to know of a device, with its drawing's meaning; null when all is well. */
export function deviceBadge(
  device: Pick<DeviceRow, 'suspendedAt' | 'renewedUntil' | 'expiresAt'>,
  nowMs: number,
): { word: string; tone: 'care' | 'watch' } | null {
  if (device.suspendedAt !== null) return { word: 'Suspended', tone: 'care' };
  if (device.renewedUntil !== null) return { word: 'Renewed', tone: 'watch' };
  const urgency = urgencyOf(device.expiresAt, nowMs);
  if (urgency === 'none') return null;
  if (urgency === 'over') return { word: 'Ended', tone: 'care' };
  return { word: urgency === 'soon' ? 'Ends soon' : 'Renew', tone: 'care' };
}

/** What suspending a phone does, before it is done. */
export function suspendMeans(person: string, isOwn: boolean): string {
  const own = isOwn ? ' It is the phone in your hand.' : '';
  return `It opens nothing from now on, until an admin lets it in again. What ${person} signed in to with a code ends too.${own}`;
}

/** What shutting a phone out does, before it is done. */
export function shutOutMeans(person: string, isOwn: boolean): string {
  const own = isOwn ? ' It is the phone in your hand.' : '';
  return `It ends at once, and so do the spare keys of ${person}: authenticator, recovery codes, passkeys and sign-ins. Other phones stay in.${own}`;
}
