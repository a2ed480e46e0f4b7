import type { Middleware } from 'koa';
import { errorCode, errorStack, HttpProblem } from '../../errors.ts';
import type { Log } from '../../log.ts';

/** A disk that is full or read-only is no mistake of the hub; its flag and health say more. */
function whenStorage(error: unknown): HttpProblem | undefined {
  const isStorage = /^SQLITE_(FULL|READONLY|IOERR|CANTOPEN|BUSY)/.test(errorCode(error));
  return isStorage ? new HttpProblem('storage', { detail: 'nothing was changed' }) : undefined;
}

/** Every error leaves as `application/problem+json`; what was not meant for clients stays inside. */
export function answerProblems(log: Log): Middleware {
  return async (context, next) => {
    try {
      await next();
    } catch (error) {
      if (context.headerSent) throw error;
      const known = error instanceof HttpProblem ? error : whenStorage(error);
      if (!known) {
        log.error('a request failed', {
          method: context.method,
          target: context.req.url,
          error: errorStack(error),
        });
      }
      const problem = (known ?? new HttpProblem('internal')).toProblem();
      context.status = problem.status;
      if (problem.retryAfter !== undefined) context.set('Retry-After', String(problem.retryAfter));
      context.body = JSON.stringify(problem);
      context.type = 'application/problem+json';
      context.set('Cache-Control', 'no-store');
      // What is left of an unread body would be taken for the next request.
      if (!context.req.complete) context.set('Connection', 'close');
    }
  };
}
