import type { Me } from '../../server/protocol.ts';
import { hasCode, isUnauthorized } from '../data/api-error.ts';
import { refusalWords } from './refusal.ts';
import { nearTime, plainDate } from './time.ts';

type Passkey = Me['passkeys'][number];

/** What somebody wanted of a passkey. */
export type PasskeyUse = 'add' | 'confirm' | 'sign-in';

export const PASSKEY_MEANS =
  'The better spare key: a look at your face or your finger lets you in elsewhere, and tells the house that it is you. Nothing to type, nothing to guess.';

const OTHER_NAME = 'Passkeys belong to the first name of this house. Open the app by that name.';

/** Why there can be no passkey here; null when there can. */
export function whyNoPasskey(
  { canHavePasskeys }: Pick<Me, 'canHavePasskeys'>,
  isKnown: boolean,
): string | null {
  if (!isKnown) return 'This browser knows no passkeys.';
  return canHavePasskeys ? null : OTHER_NAME;
}

/** "Made 3 November, last used yesterday 21:40". */
export function passkeyLine(
  { createdAt, usedAt }: Passkey,
  nowMs: number,
  timeZone: string,
): string {
  const used = usedAt === null ? 'not used yet' : `last used ${nearTime(usedAt, nowMs, timeZone)}`;
  return `Made ${plainDate(createdAt, nowMs, timeZone)}, ${used}`;
}

/** A name to begin with: the phone's, with a number when there is one of that name. */
export function passkeyLabel({
  name,
  device,
  passkeys,
}: Pick<Me, 'name' | 'device' | 'passkeys'>): string {
  const first = (device?.name ?? name).slice(0, 60);
  const taken = new Set(passkeys.map(({ label }) => label));
  let label = first;
  for (let number = 2; taken.has(label); number++) label = `${first} ${number}`;
  return label;
}

/** Why it came to nothing, be it the person, the phone or the hub. */
export function passkeyWords(error: unknown, use: PasskeyUse): string {
  if (error instanceof DOMException) return phoneWords(error.name, use);
  if (hasCode(error, 'not_possible')) return OTHER_NAME;
  if (hasCode(error, 'confirmation_failed')) {
    return use === 'add'
      ? 'The house did not take this passkey. Try once more.'
      : 'The house does not know this passkey. Nothing was changed.';
  }
  if (use === 'sign-in' && isUnauthorized(error)) {
    return 'This passkey opens nothing here now. It may have been removed: ask an admin of the house.';
  }
  return refusalWords(error);
}

const nothingCame: Record<PasskeyUse, string> = {
  add: 'No passkey was made: it was cancelled, or took too long.',
  confirm: 'No passkey was used: it was cancelled, took too long, or this phone has none of yours.',
  'sign-in':
    'No passkey was used: it was cancelled, took too long, or there is none for this house.',
};

function phoneWords(name: string, use: PasskeyUse): string {
  switch (name) {
    case 'NotAllowedError':
    case 'AbortError':
      return nothingCame[use];
    case 'InvalidStateError':
      return 'There is a passkey of yours already where this phone keeps them.';
    case 'SecurityError':
      return 'The browser has no passkeys for this address. Open the app by the name of the house.';
    case 'NotSupportedError':
    case 'ConstraintError':
      return 'This phone or browser has no passkeys. One that knows its owner’s face, finger or code has.';
    default:
      return 'The phone did not manage it. Try again.';
  }
}
