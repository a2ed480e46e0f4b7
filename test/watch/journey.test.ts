import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEvidenceStore } from '../../server/state/evidence.ts';
import { openState } from '../../server/state/open-state.ts';
import { createWitnessed } from '../../server/state/witnessed.ts';
import { verifyChain } from '../../server/watch/chain.ts';
import { keepEvidence } from '../../server/watch/keep-evidence.ts';

/** What may happen between a hub and its witness. */
const happening = fc.oneof(
  fc.record({ type: fc.constant('steps' as const), count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ type: fc.constant('undone' as const), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    type: fc.constant('batch' as const),
    limit: fc.integer({ min: 1, max: 4 }),
    outcome: fc.constantFrom('lost', 'answer lost', 'fine' as const),
  }),
);

it('evidence arrives whole and once, whatever is lost on the way and wherever the hub is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-journey-'));
  const home = await openState(join(folder, 'home'));
  const aunt = await openState(join(folder, 'aunt'));
  const witnessed = createWitnessed(aunt);
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), happenings => {
      for (const table of ['evidence', 'evidence_sent'] as const) {
        home.run(home.query.deleteFrom(table));
      }
      aunt.run(aunt.query.deleteFrom('witnessed'));
      let recorded = 0;

      const add = (detail: string) =>
        createEvidenceStore(home).append({
          ...{ site: 'home', incident: 'i', at: '2026-11-24T02:41:00.000Z', kind: 'trip', detail },
        });
      const ship = (limit: number, outcome: string) => {
        // A store of its own each time, as after a restart: what counts is on disk.
        const store = createEvidenceStore(home);
        const batch = store.after(store.sent('aunt'), limit);
        const last = batch.links.at(-1);
        if (!last || outcome === 'lost') return false;
        const { flaw } = keepEvidence('home', batch, { state: aunt, witnessed, now: 0 });
        expect(flaw).toBeUndefined();
        if (outcome === 'fine') store.markSent('aunt', last.n, ['aunt']);
        return true;
      };

      for (const it of happenings) {
        if (it.type === 'batch') ship(it.limit, it.outcome);
        else if (it.type === 'steps') {
          for (let step = 0; step < it.count; step++) add(String(recorded++));
        } else {
          const undone = () =>
            home.transaction(() => {
              for (let step = 0; step < it.count; step++) add('never');
              throw new Error('killed');
            });
          expect(undone).toThrow('killed');
        }
      }
      while (ship(10, 'fine'));

      const kept = witnessed.list('home', 0, 1000);
      expect(verifyChain(kept, kept[0]?.chain ?? '')).toBeUndefined();
      expect(kept.every(({ fits }) => fits)).toBe(true);
      expect(kept.map(({ body }) => JSON.parse(body).detail)).toEqual(
        Array.from({ length: recorded }, (_, index) => String(index)),
      );
    }),
    { numRuns: 40 },
  );
  home.close();
  aunt.close();
  rmSync(folder, { recursive: true });
});
