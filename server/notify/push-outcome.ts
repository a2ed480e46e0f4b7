import type { Answer } from './bounded-post.ts';
import type { PushOutcome } from './push.ts';

const retryAfterLimitMs = 3_600_000;

/** What a push service's answer means for the message and for the subscription. Pure. */
export function toPushOutcome(answer: Answer, host: string, nowMs: number): PushOutcome {
  if (answer.kind === 'none') {
    const reason =
      answer.reason === 'NOTPUBLIC'
        ? `${host} has no public address; a push service at home belongs into notify.push.hosts`
        : `${host} could not be reached, or did not answer (${answer.reason})`;
    return { kind: 'failed', reason, mayHaveArrived: answer.mayHaveArrived, retryAfterMs: 0 };
  }
  const { status } = answer;
  const word = wordOf(answer.body);
  const reason = `${host} answered ${status}${word === '' ? '' : ` ${word}`}`;
  const retryAfterMs = readRetryAfter(answer.retryAfter, nowMs);
  switch (status) {
    case 200:
    case 201:
    case 202:
      return { kind: 'accepted' };
    case 404:
    case 410:
      return { kind: 'gone' };
    case 401:
    case 403:
      // The owner can mend the subject, and the network a wrong clock: until then it is tried again.
      return {
        kind: 'failed',
        reason: `${reason}: check notify.push.subject, and the hub’s clock`,
        ...{ mayHaveArrived: false, retryAfterMs },
      };
    case 408:
    case 425:
    case 429:
      return { kind: 'failed', reason, mayHaveArrived: false, retryAfterMs };
  }
  if (status >= 400 && status < 500) return { kind: 'refused', reason };
  // A redirect was not followed, so nobody has the message; a server in trouble may have it.
  const mayHaveArrived = status < 300 || status >= 500;
  return { kind: 'failed', reason, mayHaveArrived, retryAfterMs };
}

/** The service's own word, such as BadJwtToken. A word holds no digits, and so no part of an endpoint. */
function wordOf(body: string): string {
  const [, word = ''] = /"(?:reason|error)"\s*:\s*"([A-Za-z ]{1,60})"/.exec(body) ?? [];
  return word;
}

/** Seconds or a date; nothing that a service says may silence the hub for longer than an hour. */
function readRetryAfter(header: string | undefined, nowMs: number): number {
  if (header === undefined) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), retryAfterLimitMs);
}
