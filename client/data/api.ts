import { ApiError } from './api-error.ts';
import { type Guard, isProblem } from './guards.ts';

/** Long enough for a Pi at work, short enough that a dead connection is noticed. */
const TIMEOUT_MS = 10_000;

interface FetchInit {
  method: Method;
  headers?: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  credentials: 'same-origin';
  cache: 'no-store';
}

/** The browser's `fetch`, as far as it is used here. */
export type Fetch = (path: string, init: FetchInit) => Promise<Response>;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Api {
  /** Resolves with an answer of the guarded shape; rejects with ApiError. */
  get<T>(path: string, is: Guard<T>): Promise<T>;
  /** Sends a command; resolves with the answer's JSON or null, rejects with ApiError. */
  send(method: Method, path: string, body?: unknown): Promise<unknown>;
}

/** `onUnauthorized` is told of each 401, so that the sign-in view can take over. */
export function createApi(fetcher: Fetch, onUnauthorized: () => void): Api {
  async function request(
    method: Method,
    path: string,
    content: { headers?: Record<string, string>; body?: string },
  ): Promise<unknown> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
    try {
      const response = await reach(fetcher, path, {
        ...content,
        method,
        signal: controller.signal,
        credentials: 'same-origin',
        cache: 'no-store',
      });
      if (response.status === 401) onUnauthorized();
      const body = await readJson(response);
      if (!response.ok) throw refusal(response, body);
      return body;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async get(path, is) {
      const body = await request('GET', path, { headers: { accept: 'application/json' } });
      if (!is(body)) throw new ApiError(200, 'malformed', 'The answer was not understood.');
      return body;
    },
    send(method, path, body) {
      if (body === undefined) return request(method, path, {});
      return request(method, path, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    },
  };
}

async function reach(fetcher: Fetch, path: string, init: FetchInit): Promise<Response> {
  try {
    return await fetcher(path, init);
  } catch {
    throw new ApiError(0, 'unreachable', 'The hub could not be reached.');
  }
}

async function readJson(response: Response): Promise<unknown> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function refusal(response: Response, body: unknown): ApiError {
  const header = Number(response.headers.get('retry-after'));
  const fromHeader = Number.isFinite(header) && header > 0 ? header : null;
  if (!isProblem(body)) {
    return new ApiError(response.status, 'unknown', '', { retryAfterSeconds: fromHeader });
  }
  return new ApiError(response.status, body.code, body.detail ?? body.title, {
    blockers: body.blockers ?? [],
    retryAfterSeconds: body.retryAfter ?? fromHeader,
    errors: body.errors ?? [],
    methods: body.methods ?? [],
  });
}
