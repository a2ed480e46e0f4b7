import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import { batchForm, beatForm } from '../../watch/forms.ts';
import type { Witness } from '../../watch/witness.ts';
import { readBody, readQuery } from '../input.ts';
import { type Route, senderOf } from '../route.ts';

const listQuery = z.strictObject({
  name: z.string('write the name of a hub that this one watches'),
  after: z.coerce.number('write a number').int().min(0).default(0),
});
const pageLinks = 500;

/** Where other hubs say how it goes with them and leave their evidence, and where admins read it. */
export function witnessRoutes(witness: Witness): Route[] {
  return [
    {
      method: 'POST',
      path: '/api/witness/beat',
      access: 'witness',
      async handle(context) {
        witness.hear(senderOf(context), await readBody(context, beatForm));
        context.body = {};
      },
    },
    {
      method: 'POST',
      path: '/api/witness/evidence',
      access: 'witness',
      async handle(context) {
        const batch = await readBody(context, batchForm);
        const { flaw } = witness.keep(senderOf(context), batch);
        if (flaw !== undefined) throw new HttpProblem('evidence_broken', { detail: flaw });
        context.body = {};
      },
    },
    {
      method: 'GET',
      path: '/api/witness/evidence',
      access: 'admin',
      handle(context) {
        const { name, after } = readQuery(context, listQuery);
        const found = witness.list(name, after, pageLinks);
        if (!found) throw new HttpProblem('not_found');
        const links = found.map(({ receivedAt, ...link }) => ({
          ...link,
          receivedAt: new Date(receivedAt).toISOString(),
        }));
        const next = found.length === pageLinks ? found.at(-1)?.id : undefined;
        context.body = { name, links, next: next ?? null };
      },
    },
  ];
}
