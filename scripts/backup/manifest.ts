import { z } from 'zod';
import { Refusal } from '../../server/errors.ts';
import type { PartSum } from './parts.ts';

const form = z.object({
  /** Of the layout of parts. */
  layout: z.literal(1),
  /** The hub's, that wrote it. */
  version: z.string(),
  site: z.string(),
  /** ISO 8601. */
  at: z.string(),
  /** Rows of the history, by table. */
  rows: z.object({
    events: z.int(),
    temperatures: z.int(),
    temperature_hours: z.int(),
    audit: z.int(),
  }),
  /** Files that the configuration names outside its own folder, by part. */
  elsewhere: z.record(z.string(), z.string()),
  parts: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof form>;

/**
 * @param sums what the parts turned out to be
 * @throws Refusal when the parts are not those that were written, or a newer program wrote them
 */
export function checkManifest(manifest: unknown, sums: readonly PartSum[]): Manifest {
  const parsed = form.safeParse(manifest);
  if (!parsed.success) {
    throw new Refusal('another version of sec53 wrote this backup; restore it with that version');
  }
  if (JSON.stringify(parsed.data.parts) !== JSON.stringify(sums)) {
    throw new Refusal('the backup’s parts are not those of its manifest; take another backup');
  }
  return parsed.data;
}
