import { z } from 'zod';

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'write a SHA-256 in lower-case hex');

/**
 * `POST /api/witness/beat`: how it goes with a hub. Two houses are seldom of one version, so what is new
 * to this one is passed over, and words that are only shown may be any.
 */
export const beatForm = z.object({
  /** As the witness calls the hub. */
  name: z.string().min(1).max(64),
  site: z.string().max(64),
  mode: z.enum(['off', 'monitor', 'alert']),
  profile: z.string().max(32).nullable(),
  state: z.string().max(32),
  hasIncident: z.boolean(),
  /** When the hub was started, epoch milliseconds, and the number of this beat since then. */
  startedAt: count,
  counter: count,
  /** The hub stops in order, and means to be back soon. */
  stopping: z.boolean(),
});
export type Beat = z.output<typeof beatForm>;

/** `POST /api/witness/evidence`: links of one chain, in order. */
export const batchForm = z.object({
  chain: z.string().min(1).max(64),
  links: z
    .array(
      z.object({
        n: count.min(1),
        body: z.string().max(8192),
        previous: hash,
        hash,
      }),
    )
    .min(1)
    .max(100),
});
export type Batch = z.output<typeof batchForm>;
