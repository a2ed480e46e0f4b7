import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginning,
  findFlaw,
  hashLink,
  type Link,
  makeLink,
  readEvidence,
  verifyChain,
} from '../../server/watch/chain.ts';

const chain = 'c1';

function makeChain(details: readonly string[]): Link[] {
  let previous = beginning;
  return details.map((detail, index) => {
    const n = index + 1;
    const at = new Date(Date.UTC(2026, 10, 24) + index).toISOString();
    const said = { n, chain, site: 'home', incident: 'i1', at, kind: 'trip', detail };
    const link = makeLink(n, previous, said);
    previous = link.hash;
    return link;
  });
}

const chains = fc.array(fc.string(), { minLength: 1, maxLength: 20 }).map(makeChain);

/** A chain and a place in it. */
const placed = chains.chain(links => fc.tuple(fc.constant(links), fc.nat(links.length - 1)));

describe('a chain', () => {
  it('fits together from any link on', () => {
    fc.assert(
      fc.property(placed, ([links, from]) => {
        expect(verifyChain(links.slice(from), chain)).toBeUndefined();
      }),
    );
  });

  it('shows every character that was changed', () => {
    fc.assert(
      fc.property(placed, fc.nat(), fc.string({ minLength: 1 }), ([links, place], at, text) => {
        const link = links[place];
        if (!link) return;
        const cut = at % link.body.length;
        const body = `${link.body.slice(0, cut)}${text}${link.body.slice(cut + 1)}`;
        fc.pre(body !== link.body);
        const changed = links.with(place, { ...link, body });
        expect(verifyChain(changed, chain)).toBe(`link ${link.n} was changed`);
      }),
    );
  });

  it('shows a link that is another, rightly hashed, unless it is the last', () => {
    fc.assert(
      fc.property(placed, ([links, place]) => {
        const link = links[place];
        fc.pre(link !== undefined && place < links.length - 1);
        if (!link) return;
        const body = link.body.replace('"site":"home"', '"site":"hole"');
        const forged = { ...link, body, hash: hashLink(link.previous, body) };
        expect(verifyChain(links.with(place, forged), chain)).toBe(
          `link ${link.n + 1} does not follow ${link.n}`,
        );
      }),
    );
  });

  it('shows links that are missing, doubled or in another order', () => {
    fc.assert(
      fc.property(placed, ([links, place]) => {
        fc.pre(place > 0 && place < links.length - 1);
        expect(verifyChain(links.toSpliced(place, 1), chain)).toBe(`link ${place + 1} is missing`);
        const [link] = links.slice(place);
        if (!link) return;
        expect(verifyChain(links.toSpliced(place, 0, link), chain)).toBe(
          `link ${place + 1} is there twice`,
        );
      }),
    );
  });
});

it('a link says what it says in one way only, and whose it is', () => {
  const said = { chain, site: 'home', incident: 'i1', at: '2026-11-24T00:00:00.000Z' };
  const by = { via: 'totp', name: 'Mum' };
  const one = makeLink(1, beginning, { n: 1, ...said, kind: 'acknowledged', by });
  const other = makeLink(1, beginning, {
    ...{ by: { name: 'Mum', via: 'totp' }, kind: 'acknowledged', ...said, n: 1 },
  });
  expect(one).toEqual(other);
  expect(JSON.parse(one.body)).toEqual({ n: 1, ...said, kind: 'acknowledged', by });
  expect(readEvidence(one.body)).toMatchObject({ n: 1, incident: 'i1' });
  expect(findFlaw(one, 'c2')).toBe('link 1 stood elsewhere');
  expect(findFlaw({ ...one, n: 2 }, chain)).toBe('link 2 stood elsewhere');
  const later = makeLink(1, one.hash, { n: 1, ...said, kind: 'closed' });
  expect(findFlaw(later, chain)).toBe('link 1 has lost what was before it');
  const nothing = { n: 1, previous: beginning, body: '[', hash: hashLink(beginning, '[') };
  expect(findFlaw(nothing, chain)).toBe('link 1 is no evidence');
});
