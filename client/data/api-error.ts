import type { Blocker } from '../../server/protocol.ts';

/** Why the hub did not do as asked. `status` is 0 when it could not be reached at all. */
export class ApiError extends Error {
  readonly status: number;
  /** The problem's stable code; `unreachable` and `malformed` are the client's own. */
  readonly code: string;
  readonly blockers: readonly Blocker[];
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { blockers?: readonly Blocker[]; retryAfterSeconds?: number | null } = {},
  ) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.blockers = more.blockers ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
