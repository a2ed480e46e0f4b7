import { type Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { errorCode, errorText } from '../errors.ts';

export interface Post {
  url: URL;
  headers: Record<string, string | number>;
  body: Buffer;
  agent: Agent;
  lookup: LookupFunction | undefined;
  /** For all of it, from the name to the answer's end. */
  limitMs: number;
}

export type Answer =
  /** Redirects are answers like others: they are not followed. */
  | { kind: 'answer'; status: number; retryAfter: string | undefined; body: string }
  | { kind: 'none'; reason: string; mayHaveArrived: boolean };

const answerLimit = 16 * 1024;

/** One request, within a time and an answer of at most 16 KB; what comes beyond is left. Never rejects. */
export function postBounded({ url, headers, body, agent, lookup, limitMs }: Post): Promise<Answer> {
  return new Promise(resolve => {
    let hasLeft = false;
    const chunks: Buffer[] = [];
    let heard: { status: number; retryAfter: string | undefined } | undefined;
    const outgoing = request(url, {
      ...{ method: 'POST', headers, agent },
      ...(lookup ? { lookup } : {}),
    });
    const timer = setTimeout(() => finish('no answer in time'), limitMs);

    /** A status that was heard counts, whatever became of the rest. */
    function finish(reason: string): void {
      clearTimeout(timer);
      outgoing.destroy();
      if (heard) {
        resolve({ kind: 'answer', ...heard, body: Buffer.concat(chunks).toString() });
      } else {
        resolve({ kind: 'none', reason, mayHaveArrived: hasLeft });
      }
    }

    outgoing.on('socket', socket => {
      // Before the handshake is done nothing of the request can have left.
      socket.once('secureConnect', () => {
        hasLeft = true;
      });
    });
    outgoing.on('error', error => finish(errorCode(error) || errorText(error)));
    outgoing.on('response', incoming => {
      const { statusCode: status = 0, headers } = incoming;
      heard = { status, retryAfter: headers['retry-after'] };
      let length = 0;
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk.subarray(0, answerLimit - length));
        length += chunk.length;
        if (length >= answerLimit) finish('');
      });
      incoming.on('error', () => finish(''));
      incoming.on('close', () => finish(''));
    });
    outgoing.end(body);
  });
}
