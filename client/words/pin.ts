import { ApiError } from '../data/api-error.ts';
import { fieldWords, refusalWords } from './refusal.ts';

/** Which of somebody's two PINs a sheet is about. */
export type PinKind = 'pin' | 'duress';

export const PIN_HINT = 'Six digits or more. Not a birthday.';

/** Why a PIN or a recovery code was not taken. */
export function proofWords(error: unknown, kind: 'pin' | 'recovery'): string {
  if (error instanceof ApiError && error.code === 'confirmation_failed') {
    return kind === 'pin'
      ? 'That is not your PIN.'
      : 'That is none of your recovery codes, or it was used.';
  }
  return fieldWords(error, kind) ?? refusalWords(error);
}

interface DuressKeys {
  hasPin: boolean;
  hasDuressPin: boolean;
  hasAuthenticator: boolean;
  hasDuressAuthenticator: boolean;
}

/** What This phone says of the codes that are written under threat. */
export function duressWords(keys: DuressKeys): string {
  const what =
    'It works like your own and nothing here shows it; everybody else is told at once that you are under threat.';
  if (!keys.hasPin && !keys.hasAuthenticator) {
    return `${what} Set a PIN first, so that there is one to tell it from.`;
  }
  const there = [
    ...(keys.hasDuressPin ? ['You have such a code. The house asks you at every disarming.'] : []),
    ...(keys.hasDuressAuthenticator ? ['You have a second authenticator that signs in so.'] : []),
  ];
  if (!keys.hasPin) return `${what} Whether you have one is shown only once you have a PIN.`;
  return [what, ...(there.length > 0 ? there : ['You have none.'])].join(' ');
}

interface PinSheetWords {
  title: string;
  why: string;
  /** Of the new one's field. */
  label: string;
  /** What is said when it is done. */
  done: string;
}

/** What the sheet says that sets, changes or takes away a PIN. */
export function pinSheetWords(kind: PinKind, isThere: boolean, isTaking: boolean): PinSheetWords {
  if (kind === 'duress') {
    return {
      title: isTaking
        ? 'Take the code for duress away'
        : isThere
          ? 'Change the code for duress'
          : 'A code for when you are made to do it',
      why: isTaking
        ? 'Your PIN is then the only one, and nobody is told when you are made to write it.'
        : 'When somebody makes you switch the alarm off, write this code in place of your PIN. It works just the same and nothing here shows it. Everybody else in the house is told at once that you are under threat.',
      label: 'Code for duress',
      done: isTaking ? 'The code for duress is gone.' : 'The code for duress is set.',
    };
  }
  return {
    title: isTaking ? 'Take the PIN away' : isThere ? 'Change the PIN' : 'Set a PIN',
    why: isTaking
      ? 'Whoever holds this phone unlocked can then do all that you can.'
      : 'The house asks for it before what matters most, so that an unlocked phone is not a key.',
    label: 'New PIN',
    done: isTaking ? 'The PIN is gone.' : 'The PIN is set.',
  };
}
