import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSample, newProbe } from '../../server/sensors/samples.ts';

type Read = number | undefined;

function run(reads: readonly Read[]) {
  let probe = newProbe;
  return reads.map(read => {
    const sample = judgeSample(probe, read);
    probe = sample.probe;
    return sample.value;
  });
}

describe('a thermometer’s answers', () => {
  it.each<[string, Read[], (number | 'fault' | undefined)[]]>([
    ['one failure is nothing', [20, undefined, 21], [20, undefined, 21]],
    [
      'two in a row are a fault, which ends by itself',
      [undefined, undefined, 20],
      [undefined, 'fault', 20],
    ],
    ['85 is what it shows without a measurement', [85, 20], [undefined, 20]],
    ['85 that stays is a fault', [20, 85, 85], [20, undefined, 'fault']],
    ['85 behind a good value near it is one', [81, 85, 85], [81, 85, 85]],
    ['85 behind a good value that is far is none', [79, 85], [79, undefined]],
    ['what it cannot measure is none', [-55.1, 125.1, Number.NaN], [undefined, 'fault', 'fault']],
    ['its ends are', [-55, 125], [-55, 125]],
  ])('%s', (_, reads, values) => expect(run(reads)).toEqual(values));

  it('are a number only when they are one that it can measure, and a fault only after two that are none', () => {
    const reads = fc.oneof(
      fc.constant(undefined),
      fc.constant(85),
      fc.double(),
      fc.integer({ min: -60, max: 130 }),
    );
    fc.assert(
      fc.property(fc.array(reads), given => {
        const values = run(given);
        values.forEach((value, index) => {
          if (typeof value === 'number') {
            expect(value).toBe(given[index]);
            expect(value).toBeGreaterThanOrEqual(-55);
            expect(value).toBeLessThanOrEqual(125);
          }
          if (value === 'fault') expect(typeof values[index - 1]).not.toBe('number');
          if (value === undefined) expect(values[index - 1]).not.toBe('fault');
        });
      }),
    );
  });
});
