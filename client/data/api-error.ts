import type { Blocker, ConfirmMethod } from '../../server/protocol.ts';

interface Details {
  blockers?: readonly Blocker[];
  retryAfterSeconds?: number | null;
  errors?: readonly { path: string; message: string }[];
  methods?: readonly ConfirmMethod[];
}

/** Why the hub did not do as asked. `status` is 0 when it could not be reached at all. */
export class ApiError extends Error {
  readonly status: number;
  /** The problem's stable code; `unreachable` and `malformed` are the client's own. */
  readonly code: string;
  readonly blockers: readonly Blocker[];
  readonly retryAfterSeconds: number | null;
  /** What is wrong with which field. */
  readonly errors: readonly { path: string; message: string }[];
  /** With `confirmation_needed`: what would do. */
  readonly methods: readonly ConfirmMethod[];

  constructor(status: number, code: string, detail: string, more: Details = {}) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.blockers = more.blockers ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
    this.errors = more.errors ?? [];
    this.methods = more.methods ?? [];
  }
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

export function hasCode(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}
