import type { Link } from '../watch/chain.ts';
import type { State } from './state.ts';

export interface KeptLink extends Link {
  chain: string;
  receivedAt: number;
  fits: boolean;
}

/** The evidence of other hubs. Nothing of it is ever changed or deleted. */
export interface Witnessed {
  /** What is kept of a chain at one place: more than one link only after tampering. */
  at(sender: string, chain: string, n: number): Pick<Link, 'hash'>[];
  /** The number of the chain's furthest link; undefined before there is one. */
  furthest(sender: string, chain: string): number | undefined;
  hasOtherChain(sender: string, chain: string): boolean;
  count(sender: string): number;
  /** Joins a transaction that is open. */
  add(sender: string, link: KeptLink): void;
  /** In the order of their arrival, after the one that came as `id`. */
  list(sender: string, after: number, limit: number): (KeptLink & { id: number })[];
}

export function createWitnessed(state: State): Witnessed {
  const { query } = state;
  const of = (sender: string) => query.selectFrom('witnessed').where('sender', '=', sender);
  return {
    at: (sender, chain, n) =>
      state.all(of(sender).where('chain', '=', chain).where('n', '=', n).select('hash')),
    furthest: (sender, chain) =>
      state.first(of(sender).where('chain', '=', chain).select('n').orderBy('n', 'desc').limit(1))
        ?.n,
    hasOtherChain: (sender, chain) =>
      state.first(of(sender).where('chain', '!=', chain).select('n').limit(1)) !== undefined,
    count: sender =>
      state.first(of(sender).select(({ fn }) => fn.countAll<number>().as('count')))?.count ?? 0,
    add(sender, { receivedAt, fits, ...link }) {
      const row = { ...link, sender, received_at: receivedAt, fits: fits ? 1 : 0 };
      state.run(query.insertInto('witnessed').values(row));
    },
    list: (sender, after, limit) =>
      state
        .all(of(sender).where('id', '>', after).selectAll().orderBy('id').limit(limit))
        .map(({ sender: _, received_at: receivedAt, fits, ...link }) => ({
          ...link,
          receivedAt,
          fits: fits === 1,
        })),
  };
}
