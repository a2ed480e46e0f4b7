import { ApiError } from '../data/api-error.ts';
import { fieldWords, refusalWords } from './refusal.ts';

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
