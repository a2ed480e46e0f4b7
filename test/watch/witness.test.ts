import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocuments } from '../../server/state/documents.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';
import { createWitnessed } from '../../server/state/witnessed.ts';
import { beginning, hashLink, type Link, makeLink } from '../../server/watch/chain.ts';
import type { Beat } from '../../server/watch/forms.ts';
import { createWitness, type Witness } from '../../server/watch/witness.ts';

const start = Date.parse('2026-11-24T02:41:00Z');
let folder: string;
let state: State;
let witness: Witness;
let now: number;
let isOnline: boolean | undefined;
/** As `code! text`, the urgent ones. */
let told: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-witness-'));
  state = await openState(folder);
  now = start;
  isOnline = undefined;
  told = [];
  restart();
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

function restart(): void {
  witness = createWitness([{ name: 'home', silentAfter: 150 }], {
    ...{ state, documents: createDocuments(state), witnessed: createWitnessed(state) },
    clock: { wall: () => now, steady: () => now },
    timeOfDay: at => new Date(at).toISOString().slice(11, 16),
    tell: (code, { text, isUrgent }) => told.push(`${code}${isUrgent ? '!' : ''} ${text}`),
    isReachable: () => isOnline,
  });
}

let counter = 0;
function hear(more: Partial<Beat> = {}): void {
  witness.hear('home', {
    ...{ name: 'home', site: 'home', mode: 'alert', profile: 'away', state: 'armed' },
    ...{ hasIncident: false, startedAt: start, counter: ++counter, stopping: false },
    ...more,
  });
}

/** Lets time pass, with a look every 5 s, as the hub does. */
function pass(seconds: number): void {
  for (let passed = 0; passed < seconds; passed += 5) {
    now += 5000;
    witness.look();
  }
}

describe('a hub that falls silent', () => {
  it('in ALERT is told of within three minutes, urgently and once, and again when it is back', () => {
    hear();
    pass(145);
    expect(told).toEqual([]);
    pass(35);
    const silent = 'watch-silent! home: the hub has been silent since 02:41 while in ALERT (away)';
    expect(told).toEqual([silent]);
    expect(witness.rows()).toEqual([
      {
        ...{ name: 'home', isWatcher: false, isWell: false, trouble: 'is silent' },
        lastOkAt: '2026-11-24T02:41:00.000Z',
      },
    ]);
    pass(840);
    hear();
    pass(60);
    expect(told).toEqual([silent, 'watch-back home: the hub is back, was silent 02:41–02:58']);
    expect(witness.rows()).toMatchObject([{ isWell: true, trouble: null }]);
  });

  it('in MONITOR is told of without waking anybody', () => {
    hear({ mode: 'monitor', profile: null, state: 'disarmed' });
    pass(300);
    expect(told).toEqual([
      'watch-silent home: the hub has been silent since 02:41 while in MONITOR',
    ]);
  });

  it('with an alarm under way says so', () => {
    hear({ hasIncident: true, state: 'triggered' });
    pass(155);
    expect(told[0]).toContain('ALERT (away), with an alarm under way');
  });

  it('after it was stopped in order has three minutes', () => {
    hear({ stopping: true });
    pass(175);
    expect(told).toEqual([]);
    pass(10);
    expect(told).toEqual([
      'watch-silent! home: the hub was stopped at 02:41 in ALERT (away) and has not come back',
    ]);
  });

  it('and beats again in time is none', () => {
    for (let minute = 0; minute < 60; minute++) {
      hear();
      pass(minute % 3 === 0 ? 140 : 60);
    }
    expect(told).toEqual([]);
  });

  it('is not missed again by a witness that was restarted, nor too early', () => {
    hear();
    now += 3_600_000;
    restart();
    pass(145);
    expect(told).toEqual([]);
    pass(10);
    expect(told).toHaveLength(1);
    restart();
    pass(600);
    expect(told).toHaveLength(1);
  });

  it('while this house has no network is not blamed; afterwards it gets its time', () => {
    hear();
    pass(60);
    isOnline = false;
    pass(300);
    expect(told).toEqual([
      'watch-blind home: cannot see the hub since 02:41, this house’s own network is away',
    ]);
    isOnline = true;
    pass(140);
    expect(told).toHaveLength(1);
    pass(15);
    expect(told[1]).toContain('watch-silent!');
  });

  it('that has never been heard of is shown, and no alarm', () => {
    pass(3600);
    expect(told).toEqual([]);
    expect(witness.rows()).toEqual([
      {
        ...{ name: 'home', isWatcher: false, isWell: false, lastOkAt: null },
        trouble: 'has never been heard of',
      },
    ]);
  });

  it('does not seem alive by beats of before, nor by those of another', () => {
    hear({ counter: 50 });
    pass(100);
    hear({ counter: 49 });
    hear({ counter: 50 });
    expect(() => hear({ name: 'aunt', counter: 51 })).toThrow(
      /not of aunt; see watch.witness.name/,
    );
    pass(60);
    expect(told).toHaveLength(1);
  });
});

describe('evidence at the witness', () => {
  const chain = 'c1';

  function makeChain(count: number, incident = 'i'): Link[] {
    let previous = beginning;
    return Array.from({ length: count }, (_, index) => {
      const said = { chain, site: 'home', incident, at: '2026-11-24T02:41:00.000Z' };
      const link = makeLink(index + 1, previous, { n: index + 1, ...said, kind: 'trip' });
      previous = link.hash;
      return link;
    });
  }
  const keep = (links: Link[], of = chain) => witness.keep('home', { chain: of, links }).flaw;
  const kept = () => (witness.list('home', 0, 500) ?? []).map(({ n, fits }) => (fits ? n : -n));

  it('is kept once, however often and in whichever batches it comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 10 })), { maxLength: 20 }),
        batches => {
          state.run(state.query.deleteFrom('witnessed'));
          const links = makeChain(10);
          let reached = 0;
          for (const [from, size] of batches) {
            // A sender goes on where it was, or before.
            const begin = Math.min(from, reached);
            expect(keep(links.slice(begin, begin + size))).toBeUndefined();
            reached = Math.min(10, Math.max(reached, begin + size));
          }
          expect(kept()).toEqual(links.slice(0, reached).map(({ n }) => n));
          expect(told).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('that was changed is kept apart, and told of urgently and once', () => {
    hear();
    const links = makeChain(4);
    const others = makeChain(4, 'j');
    keep(links.slice(0, 3));
    expect(keep(others.slice(1, 2))).toBe('link 2 was another before');
    expect(keep(others.slice(2, 3))).toBe('link 3 was another before');
    expect(keep(links.slice(3))).toBeUndefined();
    expect(kept()).toEqual([1, 2, 3, -2, -3, 4]);
    expect(told).toEqual([
      'watch-evidence! home: the evidence does not fit together: link 2 was another before. All of it is kept',
    ]);
    expect(witness.rows()[0]?.trouble).toBe(
      'its evidence does not fit together: link 2 was another before',
    );
  });

  it('with a wrong hash, a gap or a wrong end to hang on does not fit', () => {
    const links = makeChain(9);
    const [one, two, three] = links;
    if (!one || !two || !three) throw new Error('no links');
    expect(keep([one])).toBeUndefined();
    expect(keep([{ ...two, body: two.body.replace('home', 'hole') }])).toBe('link 2 was changed');
    expect(keep(links.slice(5, 6))).toBe('links 3 to 5 are missing');
    const strange = { ...three, n: 7, body: three.body.replace('"n":3', '"n":7') };
    const hash = hashLink(strange.previous, strange.body);
    expect(keep([{ ...strange, hash }])).toBe('link 7 does not follow 6');
  });

  it('goes on from wherever it began, when there was nothing before', () => {
    expect(keep(makeChain(9).slice(4))).toBeUndefined();
    expect(kept()).toEqual([5, 6, 7, 8, 9]);
  });

  it('of a hub that was set up anew is another chain, and the earlier stays', () => {
    keep(makeChain(2));
    const said = { site: 'home', incident: 'k', at: '2026-11-25T00:00:00.000Z', kind: 'trip' };
    expect(keep([makeLink(1, beginning, { n: 1, chain: 'c2', ...said })], 'c2')).toBeUndefined();
    expect(told).toEqual([
      'watch-evidence home: the hub began a new chain of evidence; the earlier one is kept',
    ]);
    expect(kept()).toEqual([1, 2, 1]);
  });

  it('of nobody who is watched is not there', () => {
    expect(witness.list('aunt', 0, 10)).toBeUndefined();
  });
});
