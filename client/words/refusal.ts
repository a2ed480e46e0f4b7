import { ApiError } from '../data/api-error.ts';
import { capital } from './capital.ts';
import { durationWords } from './duration.ts';

/** Why something asked for did not happen, for whoever asked. */
export function refusalWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'That did not work. Try again.';
  switch (error.status) {
    case 0:
      return 'The hub could not be reached. Nothing was changed.';
    case 401:
      return 'You are signed out. Sign in to go on.';
    case 403:
      return forbiddenWords(error.code);
    case 429:
      return `Too many tries. ${waitWords(error.retryAfterSeconds)}`;
    case 409:
      return conflictWords(error);
    default:
      return error.status >= 500
        ? 'The hub has trouble. Nothing is known to have changed. Try again.'
        : error.message || 'The hub refused. Try again.';
  }
}

function forbiddenWords(code: string): string {
  switch (code) {
    case 'needs_certificate':
      return 'This takes a phone with a certificate of the house. A code alone is not enough.';
    case 'confirmation_needed':
      return 'It was not confirmed. Nothing was changed.';
    case 'confirmation_failed':
      return 'That is not right. Nothing was changed.';
    default:
      return 'You are not allowed to do that. Ask an admin of the house.';
  }
}

function conflictWords({ code, message }: ApiError): string {
  if (code === 'last_admin') {
    return 'The house must keep an admin. Make somebody else an admin first, with a phone of theirs.';
  }
  return message
    ? asSentence(message)
    : 'The hub refused: the house changed meanwhile. Look again.';
}

/** What is wrong with one field, in the hub's words; null when nothing is. */
export function fieldWords(error: unknown, path: string): string | null {
  const found =
    error instanceof ApiError ? error.errors.find(wrong => wrong.path === path) : undefined;
  return found ? asSentence(found.message) : null;
}

function asSentence(text: string): string {
  return `${capital(text)}.`.replace(/([.!?])\.$/, '$1');
}

function waitWords(seconds: number | null): string {
  return seconds === null
    ? 'Wait a while, then try again.'
    : `Try again in ${durationWords(seconds * 1000)}.`;
}
