import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle, startFilter, takeLevel } from '../../server/sensors/line-filter.ts';

const widths = { glitchMs: 20, settleMs: 50 };

/** Runs a train of levels, each lasting so many milliseconds, and lists what was reported. */
function run(lasting: number[], wakesInTime = true) {
  let state = startFilter(false, 0);
  let now = 0;
  let level = false;
  const changes: { isActive: boolean; at: number }[] = [];
  for (const ms of lasting) {
    now += ms;
    if (wakesInTime) {
      const woken = settle(state, now, widths);
      state = woken.state;
      if (woken.change) changes.push(woken.change);
    }
    level = !level;
    const step = takeLevel(state, level, now, widths);
    state = step.state;
    if (step.change) changes.push(step.change);
  }
  const end = settle(state, now + 10_000, widths);
  if (end.change) changes.push(end.change);
  return changes;
}

describe('the filter of a line', () => {
  it('turns one opening of at least the glitch width into exactly one trip and one restore', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 1e6 }), fc.boolean(), (ms, wakes) => {
        expect(run([1000, ms], wakes)).toEqual([
          { isActive: true, at: 1000 },
          { isActive: false, at: 1000 + ms },
        ]);
      }),
    );
  });

  it('ignores a pulse below the glitch width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19 }), ms => {
        expect(run([1000, ms])).toEqual([]);
      }),
    );
  });

  it('takes a bounce of the closing contact for one restore', () => {
    expect(run([1000, 500, 30, 5, 10, 4])).toEqual([
      { isActive: true, at: 1000 },
      { isActive: false, at: 1549 },
    ]);
  });

  it('reports trips and restores in turn, whatever the line does and whenever it is looked at', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 })), fc.boolean(), (lasting, wakes) => {
        const changes = run(lasting, wakes);
        changes.forEach((change, index) => {
          expect(change.isActive).toBe(index % 2 === 0);
          if (index > 0) expect(change.at).toBeGreaterThan(changes[index - 1]?.at ?? 0);
        });
      }),
    );
  });

  it('loses no opening of at least the glitch width to the openings around it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 2 }), lasting => {
        const longOpenings = lasting.filter((ms, index) => index % 2 === 1 && ms >= 20).length;
        expect(run(lasting).some(change => change.isActive)).toBe(
          longOpenings > 0 || lasting.length % 2 === 1,
        );
      }),
    );
  });

  it('says the same whether it was woken in time or only by the next edge', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 })), lasting => {
        expect(run(lasting, true)).toEqual(run(lasting, false));
      }),
    );
  });

  it('calls an edge without a change of level a glitch', () => {
    expect(takeLevel(startFilter(false, 0), false, 5, widths).isGlitch).toBe(true);
  });
});
