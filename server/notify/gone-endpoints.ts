import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import type { Documents } from '../state/documents.ts';

/**
 * Endpoints that their push service has ended. A browser may go on believing in one, and would subscribe
 * it again at each launch: it is told to make a new one instead.
 */
export interface GoneEndpoints {
  add(endpoint: string): void;
  has(endpoint: string): boolean;
}

const most = 200;
const key = 'push-gone';
const form = z.array(z.string());

function hashEndpoint(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('base64url');
}

export function createGoneEndpoints(documents: Documents): GoneEndpoints {
  let hashes = form.safeParse(parseJson(documents.read(key) ?? '[]')).data ?? [];
  return {
    add(endpoint) {
      const hash = hashEndpoint(endpoint);
      if (hashes.includes(hash)) return;
      const next = [...hashes, hash].slice(-most);
      documents.write(key, JSON.stringify(next));
      hashes = next;
    },
    has: endpoint => hashes.includes(hashEndpoint(endpoint)),
  };
}
