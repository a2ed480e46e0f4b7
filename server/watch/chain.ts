import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A step of an incident, bound to all that came before it. */
export interface Link {
  n: number;
  /** Canonical JSON of an {@link Evidence}. */
  body: string;
  /** The hash of link n - 1. */
  previous: string;
  /** SHA-256 over `previous` (as written, lower-case hex) and `body`, in UTF-8. */
  hash: string;
}

const evidenceForm = z.object({
  n: z.int(),
  chain: z.string(),
  site: z.string(),
  incident: z.string(),
  at: z.string(),
  kind: z.string(),
  name: z.string().optional(),
  by: z.object({ name: z.string(), via: z.string() }).optional(),
  detail: z.string().optional(),
});

/** What a link says. `n` and `chain` are in it so that no link can be moved. */
export interface Evidence {
  n: number;
  chain: string;
  site: string;
  incident: string;
  /** ISO 8601, UTC. */
  at: string;
  kind: string;
  sensor?: string;
  /** As the family calls the sensor. */
  name?: string;
  by?: { name: string; via: string };
  detail?: string;
}

/** What stands before the first link. */
export const beginning = '0'.repeat(64);

export function hashLink(previous: string, body: string): string {
  return createHash('sha256').update(previous).update(body).digest('hex');
}

export function makeLink(n: number, previous: string, evidence: Evidence): Link {
  const body = JSON.stringify(evidence, Object.keys(evidence).concat('name', 'via').sort());
  return { n, body, previous, hash: hashLink(previous, body) };
}

/** What the body says of itself; undefined when it is no evidence. */
export function readEvidence(body: string): z.output<typeof evidenceForm> | undefined {
  try {
    return evidenceForm.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** What is wrong with a link taken by itself; undefined for nothing. */
export function findFlaw({ n, body, previous, hash }: Link, chain: string): string | undefined {
  if (hashLink(previous, body) !== hash) return `link ${n} was changed`;
  const evidence = readEvidence(body);
  if (!evidence) return `link ${n} is no evidence`;
  if (evidence.n !== n || evidence.chain !== chain) return `link ${n} stood elsewhere`;
  if (n === 1 && previous !== beginning) return `link ${n} has lost what was before it`;
  return undefined;
}

/**
 * Whether links fit together, in order. What was before the first of them is taken on trust, unless it
 * is link 1.
 *
 * @returns the first thing that is wrong, or undefined
 */
export function verifyChain(links: readonly Link[], chain: string): string | undefined {
  let before: Link | undefined;
  for (const link of links) {
    const flaw = findFlaw(link, chain);
    if (flaw) return flaw;
    if (before && link.n !== before.n + 1) return describeGap(before.n, link.n);
    if (before && link.previous !== before.hash)
      return `link ${link.n} does not follow ${before.n}`;
    before = link;
  }
  return undefined;
}

export function describeGap(before: number, after: number): string {
  if (after <= before) return `link ${after} is there twice`;
  const [from, to] = [before + 1, after - 1];
  return from === to ? `link ${from} is missing` : `links ${from} to ${to} are missing`;
}
