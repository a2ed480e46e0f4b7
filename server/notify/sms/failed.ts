import { RequestFailure } from '../../outgoing/request.ts';
import type { SmsOutcome } from '../sms.ts';

export type Failed = Extract<SmsOutcome, { kind: 'failed' }>;

/** The message surely has not been taken. */
export function untaken(reason: string): Failed {
  return { kind: 'failed', reason, mayHaveArrived: false };
}

/** The message may have been taken all the same. */
export function doubtful(reason: string): Failed {
  return { kind: 'failed', reason, mayHaveArrived: true };
}

/** What was thrown by a request to a company, as its outcome. */
export function failureOf(error: unknown): Failed {
  // Anything else says too little of what was sent, and may hold it.
  if (!(error instanceof RequestFailure)) return doubtful('the request could not be made');
  return error.mayHaveArrived ? doubtful(error.message) : untaken(error.message);
}

/** Whose time was up, and when, such a status does not say. */
export function isTimeout(status: number): boolean {
  return status === 408 || status === 504;
}
