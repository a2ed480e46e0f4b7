import type { DeviceRow, PersonRow, Removal } from '../../server/protocol.ts';
import { capital } from './capital.ts';
import { leftWords, urgencyOf } from './device.ts';
import { listWords } from './list-words.ts';
import { roleTitle } from './role.ts';
import { plainDate } from './time.ts';

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

/** "Two people, three phones." */
export function peopleSentence(
  people: readonly PersonRow[],
  devices: readonly DeviceRow[],
): string {
  const live = devices.filter(({ revokedAt }) => revokedAt === null);
  const phones = amount(live.length, 'phone', 'phones').toLowerCase();
  return `${amount(people.length, 'person', 'people')}, ${phones}.`;
}

/** What wants attention among the phones. */
export function phoneCares(devices: readonly DeviceRow[], nowMs: number): string[] {
  const live = devices.filter(({ revokedAt }) => revokedAt === null);
  const suspended = live.filter(({ suspendedAt }) => suspendedAt !== null);
  const ending = live.filter(
    ({ suspendedAt, renewedUntil, expiresAt }) =>
      suspendedAt === null &&
      renewedUntil === null &&
      !['none', 'soon'].includes(urgencyOf(expiresAt, nowMs)),
  );
  return [
    ...(suspended.length > 0 ? [`${subject(suspended)} suspended.`] : []),
    ...(ending.length > 0 ? [`${subject(ending)} to be renewed.`] : []),
  ];
}

function subject(devices: readonly DeviceRow[]): string {
  return `${listWords(devices.map(({ name }) => name))} ${devices.length === 1 ? 'is' : 'are'}`;
}

function amount(count: number, one: string, many: string): string {
  return `${NUMBERS[count] ?? count} ${count === 1 ? one : many}`;
}

/** "Guest until the end of 3 November", "Member". */
export function personWords(
  { role, endsAt }: Pick<PersonRow, 'role' | 'endsAt'>,
  nowMs: number,
  timeZone: string,
): string {
  if (endsAt === null) return roleTitle[role];
  if (Date.parse(endsAt) <= nowMs) return `${roleTitle[role]}, over: not let in any more`;
  // The last day is over at its midnight; the moment before belongs to it.
  const last = new Date(Date.parse(endsAt) - 1).toISOString();
  const left = Date.parse(endsAt) - nowMs;
  const soon = left < 7 * 86_400_000 ? ` (${leftWords(endsAt, nowMs)})` : '';
  return `${roleTitle[role]} until ${plainDate(last, nowMs, timeZone)}${soon}`;
}

/** What else lets somebody in, beside their phones. */
export function spareKeyWords({
  hasAuthenticator,
  recoveryCodes,
  passkeys,
  sessions,
}: PersonRow): string {
  const keys = [
    hasAuthenticator ? 'an authenticator' : '',
    recoveryCodes > 0 ? count(recoveryCodes, 'recovery code') : '',
    passkeys > 0 ? count(passkeys, 'passkey') : '',
    sessions > 0 ? count(sessions, 'sign-in') : '',
  ].filter(key => key !== '');
  return keys.length === 0
    ? 'Nothing but their phones lets them in.'
    : `${capital(keys.join(', '))}.`;
}

export function endedWords({ ended }: Removal): string[] {
  const { devices, sessions, authenticator, recoveryCodes, passkeys } = ended;
  return [
    ...devices.map(name => `${name} is shut out`),
    ...(sessions > 0 ? [`${count(sessions, 'sign-in')} ended`] : []),
    ...(authenticator ? ['The authenticator ended'] : []),
    ...(recoveryCodes > 0 ? [`${count(recoveryCodes, 'recovery code')} ended`] : []),
    ...(passkeys > 0 ? [`${count(passkeys, 'passkey')} ended`] : []),
  ];
}

export function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}
