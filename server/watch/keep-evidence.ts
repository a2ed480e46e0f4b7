import { HttpProblem } from '../errors.ts';
import type { State } from '../state/state.ts';
import type { Witnessed } from '../state/witnessed.ts';
import { describeGap, findFlaw, type Link } from './chain.ts';
import type { Batch } from './forms.ts';

/**
 * Nothing is deleted to make room: whoever holds a stolen hub could otherwise wash the evidence away.
 * An incident has 2000 steps of sensors at most.
 */
const mostLinks = 100_000;

export interface Kept {
  /** The first thing that is wrong with what is new; undefined for nothing. */
  flaw: string | undefined;
  /** The sender has begun another chain than before. */
  isNewChain: boolean;
}

/**
 * Keeps the links of another hub, whether they fit together or not, each once.
 *
 * @throws HttpProblem `storage` when the sender has filled what there is for it
 */
export function keepEvidence(
  sender: string,
  { chain, links }: Batch,
  { state, witnessed, now }: { state: State; witnessed: Witnessed; now: number },
): Kept {
  return state.transaction(() => {
    const isFirst = witnessed.furthest(sender, chain) === undefined;
    const kept: Kept = {
      flaw: undefined,
      isNewChain: isFirst && witnessed.hasOtherChain(sender, chain),
    };
    if (witnessed.count(sender) + links.length > mostLinks) {
      throw new HttpProblem('storage', { detail: 'the witness keeps no more of this hub' });
    }
    for (const link of links) {
      const rivals = witnessed.at(sender, chain, link.n);
      if (rivals.some(({ hash }) => hash === link.hash)) continue;
      const flaw = findFlaw(link, chain) ?? findMisfit(link, rivals.length > 0);
      kept.flaw ??= flaw;
      witnessed.add(sender, { ...link, chain, receivedAt: now, fits: flaw === undefined });
    }
    return kept;
  });

  /** What is wrong between a link and what is kept already. */
  function findMisfit({ n, previous }: Link, hasRival: boolean): string | undefined {
    if (hasRival) return `link ${n} was another before`;
    const before = witnessed.at(sender, chain, n - 1);
    if (before.some(({ hash }) => hash === previous)) return undefined;
    if (before.length > 0) return `link ${n} does not follow ${n - 1}`;
    const furthest = witnessed.furthest(sender, chain);
    return furthest === undefined ? undefined : describeGap(furthest, n);
  }
}
