import type { Middleware } from 'koa';
import { errorText, HttpProblem } from '../../errors.ts';
import type { Log } from '../../log.ts';

/** Every error leaves as `application/problem+json`; what was not meant for clients stays inside. */
export function answerProblems(log: Log): Middleware {
  return async (context, next) => {
    try {
      await next();
    } catch (error) {
      if (context.headerSent) throw error;
      const known = error instanceof HttpProblem;
      if (!known) {
        log.error('a request failed', {
          method: context.method,
          path: context.path,
          error: error instanceof Error ? (error.stack ?? error.message) : errorText(error),
        });
      }
      const problem = (known ? error : new HttpProblem('internal')).toProblem();
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
