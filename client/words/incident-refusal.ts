import { ApiError } from '../data/api-error.ts';
import { refusalWords } from './refusal.ts';

/** Why an alarm cannot be shown; `isFinal` when asking again would not help. */
export function incidentRefusal(error: unknown): { title: string; text: string; isFinal: boolean } {
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 404) {
    return {
      title: 'There is no such alarm.',
      text: 'The link is wrong, or the hub was set up anew since.',
      isFinal: true,
    };
  }
  if (status === 0) {
    return {
      title: 'Not reached.',
      text: 'The house is out of reach, and this phone remembers nothing of this alarm.',
      isFinal: false,
    };
  }
  return { title: 'It cannot be shown.', text: refusalWords(error), isFinal: status === 403 };
}
