import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpProblem } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Attempts, freeTries } from '../people/attempts.ts';
import { networkOf } from '../people/network.ts';

/**
 * Who sends, by the bearer token; called with the `Authorization` header and the caller's address.
 *
 * @throws HttpProblem `unauthenticated` or `too_many_tries`
 */
export type AdmitSender = (authorization: string | undefined, address: string) => string;

/**
 * Wrong tokens are counted by address and, past the free ones, turned away unread by disk and log. The
 * right one always comes in: it is too long to be guessed, and nobody who shares the sender's address
 * shall be able to make it look silent.
 */
export function createSenderTokens(
  senders: readonly { name: string; token: string }[],
  { attempts, now, log }: { attempts: Attempts; now: () => number; log: Log },
): AdmitSender {
  const known = senders.map(({ name, token }) => ({ name, hash: hashOf(token) }));
  return (authorization, address) => {
    const token = /^Bearer (\S{1,512})$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new HttpProblem('unauthenticated');
    const hash = hashOf(token);
    // All of them are compared, so that the time tells nothing of which.
    const [match] = known.filter(sender => timingSafeEqual(sender.hash, hash));
    if (match) return match.name;
    const keys = [`witness:${networkOf(address)}`];
    const waitMs = attempts.waitMs(keys, now());
    if (waitMs > 0) {
      throw new HttpProblem('too_many_tries', { retryAfter: Math.ceil(waitMs / 1000) });
    }
    if (attempts.fail(keys, now()) === freeTries) {
      log.warn('somebody tries tokens of a witness', { address });
    }
    throw new HttpProblem('unauthenticated');
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
