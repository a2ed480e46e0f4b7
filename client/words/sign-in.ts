import { ApiError } from '../data/api-error.ts';
import { refusalWords } from './refusal.ts';

/** Why somebody was not let in. */
export function signInWords(error: unknown, kind: 'code' | 'link'): string {
  if (!(error instanceof ApiError) || error.status !== 401) return refusalWords(error);
  return kind === 'link'
    ? 'These digits do not fit. They work once, for two minutes: show new ones in Safari.'
    : 'That name and code do not fit. Codes change every 30 seconds: try the one shown now.';
}
