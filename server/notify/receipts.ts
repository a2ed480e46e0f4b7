import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import type { Documents } from '../state/documents.ts';

/**
 * What a phone shows for it that it has shown a message. Only the phone can read its push, so the token
 * alone is the proof: a phone that has no page open presents no certificate.
 */
export interface Receipts {
  /** A token that can be taken once, within eight days. */
  issue(subscription: string, now: number): string;
  /** The id of the subscription that it was issued for. */
  take(token: string, now: number): string | undefined;
}

/** Longer than from one weekly test to the next. */
const lifeMs = 8 * 24 * 3_600_000;
const most = 500;
/** Of one subscription: tests of one phone must not push out those of the others. */
const mostOfOne = 5;
const key = 'push-receipts';
const form = z.array(z.object({ hash: z.string(), subscription: z.string(), at: z.number() }));

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Kept in a document, as hashes: it outlives a restart, and a stolen backup proves nothing. */
export function createReceipts(documents: Documents): Receipts {
  // What cannot be read is no proof of anything, and the next test makes new ones.
  let issued = form.safeParse(parseJson(documents.read(key) ?? '[]')).data ?? [];

  function save(next: typeof issued): void {
    documents.write(key, JSON.stringify(next));
    issued = next;
  }

  return {
    issue(subscription, now) {
      const token = randomBytes(24).toString('base64url');
      const fresh = issued.filter(({ at }) => now - at < lifeMs);
      const own = fresh.filter(receipt => receipt.subscription === subscription);
      const surplus = new Set(own.slice(0, Math.max(0, own.length - mostOfOne + 1)));
      const kept = fresh.filter(receipt => !surplus.has(receipt));
      save([...kept, { hash: hashToken(token), subscription, at: now }].slice(-most));
      return token;
    },
    take(token, now) {
      const hash = hashToken(token);
      const found = issued.find(receipt => receipt.hash === hash);
      if (!found) return undefined;
      save(issued.filter(receipt => receipt !== found));
      return now - found.at < lifeMs ? found.subscription : undefined;
    },
  };
}
