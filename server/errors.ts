import type { Blocker, ConfirmMethod, GarageRefusal, Problem } from './protocol.ts';

/** Every answer that is not a success, by its stable code. */
const problems = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  sign_in_failed: { status: 401, title: 'Name or code is wrong' },
  forbidden: { status: 403, title: 'This is not allowed for you' },
  needs_certificate: {
    status: 403,
    title: 'This takes a device with a certificate, not a code alone',
  },
  confirmation_needed: { status: 403, title: 'Confirm that it is you' },
  confirmation_failed: { status: 403, title: 'That did not confirm it' },
  foreign_origin: { status: 403, title: 'Writes are accepted from the hub’s own pages only' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This cannot be done here' },
  blocked: { status: 409, title: 'The house cannot be armed as it is' },
  refused: { status: 409, title: 'The door is not moved' },
  taken: { status: 409, title: 'That name is taken' },
  last_admin: { status: 409, title: 'The house must keep an admin' },
  evidence_broken: { status: 409, title: 'The evidence does not fit together' },
  changed: { status: 409, title: 'It was changed meanwhile' },
  not_possible: { status: 409, title: 'This cannot be done as things are' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_type: { status: 415, title: 'Send application/json' },
  too_many_tries: { status: 429, title: 'Too many tries' },
  internal: { status: 500, title: 'The hub made a mistake' },
  history_away: { status: 503, title: 'The history cannot be reached now' },
  storage: { status: 503, title: 'The hub’s disk refuses to be written' },
} as const;

export type ProblemCode = keyof typeof problems;

export interface ProblemDetails {
  detail?: string;
  errors?: { path: string; message: string }[];
  blockers?: Blocker[];
  retryAfter?: number;
  methods?: ConfirmMethod[];
  reason?: GarageRefusal;
}

/** A refusal that the client is told in full. Anything else thrown in a request becomes `internal`. */
export class HttpProblem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(details.detail ?? problems[code].title);
    this.code = code;
    this.status = problems[code].status;
    this.details = details;
  }

  /** The body, as RFC 9457 has it. */
  toProblem(): Problem {
    const { status, title } = problems[this.code];
    return { type: 'about:blank', title, status, code: this.code, ...this.details };
  }
}

/**
 * The hub will not start, or a command will not run. The message names the place and the fix, and is
 * shown as it is, without a stack.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The `code` of a system or database error, or an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** What an unknown thrown value says. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message || errorCode(error) || error.name : String(error);
}

/** For the log: what a mistake of the hub's says, and where it was made. */
export function errorStack(error: unknown): string {
  return (error instanceof Error && error.stack) || errorText(error);
}
