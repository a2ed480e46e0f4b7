import type { Blocker } from '../../server/protocol.ts';
import { ApiError } from '../data/api-error.ts';
import { durationWords } from './duration.ts';

const blockerReason: Record<Blocker['reason'], string> = {
  open: 'is open',
  fault: 'has a fault',
  unknown: 'has not been heard from',
};

export function blockerWords(blocker: Blocker, name: string): string {
  return `${name} ${blockerReason[blocker.reason]}.`;
}

/** Why something asked for did not happen, for whoever asked. */
export function refusalWords(error: unknown): string {
  if (!(error instanceof ApiError)) return 'That did not work. Try again.';
  switch (error.status) {
    case 0:
      return 'The hub could not be reached. Nothing was changed.';
    case 401:
      return 'You are signed out. Sign in to go on.';
    case 403:
      return 'You are not allowed to do that. Ask an admin of the house.';
    case 429:
      return `Too many tries. ${waitWords(error.retryAfterSeconds)}`;
    case 409:
      return error.message || 'The hub refused: the house changed meanwhile. Look again.';
    default:
      return error.status >= 500
        ? 'The hub has trouble. Nothing is known to have changed. Try again.'
        : error.message || 'The hub refused. Try again.';
  }
}

export function signInWords(error: unknown): string {
  if (error instanceof ApiError && error.status === 401) {
    return 'That name and code do not fit. Codes change every 30 seconds: try the one shown now.';
  }
  return refusalWords(error);
}

function waitWords(seconds: number | null): string {
  return seconds === null
    ? 'Wait a while, then try again.'
    : `Try again in ${durationWords(seconds * 1000)}.`;
}
