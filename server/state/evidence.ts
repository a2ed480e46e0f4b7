import { randomUUID } from 'node:crypto';
import { beginning, type Evidence, type Link, makeLink } from '../watch/chain.ts';
import type { State } from './state.ts';

/** This hub's chain of evidence, as long as somebody outside still has to get it. */
export interface EvidenceStore {
  /** Adds a link; joins the transaction in which the step itself is recorded. */
  append(evidence: Omit<Evidence, 'n' | 'chain'>): void;
  /** The chain's name, and the links after link `n`, in order. */
  after(n: number, limit: number): { chain: string; links: Link[] };
  /** Up to where a destination has it. */
  sent(destination: string): number;
  /** Notes that a destination has it up to `n`, and forgets what all of `destinations` have. */
  markSent(destination: string, n: number, destinations: readonly string[]): void;
}

export function createEvidenceStore(state: State): EvidenceStore {
  const { query } = state;
  const readNewest = state.prepareRead(
    query.selectFrom('evidence').select(['n', 'chain', 'hash']).orderBy('n', 'desc').limit(1),
  );
  const readLast = () => readNewest(1)[0];
  const insert = state.prepare(
    query.insertInto('evidence').values({ n: 0, chain: '', body: '', previous: '', hash: '' }),
  );
  const setSent = state.prepare(
    query
      .insertInto('evidence_sent')
      .values({ destination: '', n: 0 })
      .onConflict(conflict =>
        conflict.column('destination').doUpdateSet({ n: ({ ref }) => ref('excluded.n') }),
      ),
  );

  function sent(destination: string): number {
    const rows = query.selectFrom('evidence_sent').select('n');
    return state.first(rows.where('destination', '=', destination))?.n ?? 0;
  }

  return {
    append(evidence) {
      // Read each time: what a transaction added that was undone must not be built upon.
      const last = readLast();
      const n = (last?.n ?? 0) + 1;
      const chain = last?.chain ?? randomUUID();
      const link = makeLink(n, last?.hash ?? beginning, { n, chain, ...evidence });
      insert(n, chain, link.body, link.previous, link.hash);
    },
    after(n, limit) {
      const rows = state.all(
        query.selectFrom('evidence').selectAll().where('n', '>', n).orderBy('n').limit(limit),
      );
      return { chain: rows[0]?.chain ?? '', links: rows.map(({ chain: _, ...link }) => link) };
    },
    sent,
    markSent: (destination, n, destinations) =>
      state.transaction(() => {
        setSent(destination, n);
        const everybodyHas = Math.min(...destinations.map(sent));
        const last = readLast()?.n ?? 0;
        // The next link hangs on the last one.
        const upTo = Math.min(everybodyHas, last - 1);
        state.run(query.deleteFrom('evidence').where('n', '<=', upTo));
      }),
  };
}
