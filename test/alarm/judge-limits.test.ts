import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limits } from '../../server/alarm/alarm-limits.ts';
import { judgeLimits, newWarmth } from '../../server/alarm/judge-limits.ts';

const limits: Limits = { low: 2, high: 45, hysteresis: 1 };

const rowMs = 900_000;

interface Options {
  limits?: Limits;
  everyMs?: number;
  /** The state is written and read back at these samples. */
  restarts?: ReadonlySet<number>;
}

/** "high 1 47" for an alert at the second sample, "high back 5 43". */
function run(values: readonly number[], options: Options = {}): string[] {
  const { everyMs = 60_000, restarts = new Set() } = options;
  let warmth = newWarmth;
  return values.flatMap((celsius, index) => {
    if (restarts.has(index)) warmth = JSON.parse(JSON.stringify(warmth));
    const sample = { celsius, steady: index * everyMs };
    const judged = judgeLimits(warmth, sample, options.limits ?? limits, rowMs);
    warmth = judged.warmth;
    return judged.news.map(
      ({ limit, isBack }) => `${limit}${isBack ? ' back' : ''} ${index} ${celsius}`,
    );
  });
}

const rise: Limits = { hysteresis: 1, rise: 6 };

describe('limits', () => {
  it.each<[string, number[], string[]]>([
    ['two above are told', [20, 46, 47], ['high 2 47']],
    ['the limit itself is within', [45, 45, 45], []],
    ['one above is nothing', [20, 120, 20, 120, 20], []],
    ['two below are told', [1.9, 1.9], ['low 1 1.9']],
    ['it is told once', [46, 46, 46, 46, 46], ['high 1 46']],
    [
      'it is back past the hysteresis, after two',
      [46, 46, 44.5, 44, 44, 46, 46],
      ['high 1 46', 'high back 4 44', 'high 6 46'],
    ],
    ['one that is back is nothing', [46, 46, 20, 46, 46], ['high 1 46']],
    ['frost is over past the hysteresis', [1, 1, 2.5, 3, 3], ['low 1 1', 'low back 4 3']],
  ])('%s', (_, values, told) => expect(run(values)).toEqual(told));

  it('take samples that are nearer than ten seconds for one', () => {
    expect(run([46, 46, 46], { everyMs: 4000 })).toEqual([]);
    expect(run([46, 46, 46, 46], { everyMs: 4000 })).toEqual(['high 3 46']);
  });

  it('take samples that are further apart than they can be read for none in a row', () => {
    expect(run([46, 46], { everyMs: rowMs })).toEqual(['high 1 46']);
    expect(run([46, 46, 46], { everyMs: rowMs + 1 })).toEqual([]);
  });

  it('tell of a rise, and of a fall, within ten minutes', () => {
    expect(run([20, 20, 22, 24, 26, 27, 27, 27], { limits: rise })).toEqual(['rise 5 27']);
    expect(run([20, 20, 18, 16, 14, 13], { limits: { hysteresis: 1, fall: 6 } })).toEqual([
      'fall 5 13',
    ]);
    const slow = Array.from({ length: 60 }, (_, index) => 20 + index / 2);
    expect(run(slow, { limits: rise })).toEqual([]);
  });

  it('take a rise for over when it has slowed down', () => {
    const values = [20, 20, 26, 27, ...Array.from({ length: 15 }, () => 27)];
    expect(run(values, { limits: rise })).toEqual(['rise 3 27', 'rise back 12 27']);
  });

  it('make no rise of one sample that was too low, nor a fall of one too high', () => {
    const both = { hysteresis: 1, rise: 6, fall: 6 };
    expect(run([20, 20, 5, 20, 20, 20, 60, 20, 20, 20], { limits: both })).toEqual([]);
  });

  it('that are set no more are forgotten without a word', () => {
    const { warmth } = judgeLimits(
      { ...newWarmth, beyond: ['high'] },
      { celsius: 50, steady: 0 },
      { low: 2, hysteresis: 1 },
      rowMs,
    );
    expect(warmth.beyond).toEqual([]);
  });

  it('remember nothing of what is well', () => {
    expect(judgeLimits(newWarmth, { celsius: 20, steady: 0 }, limits, rowMs).warmth).toBe(
      newWarmth,
    );
  });
});

const temperatures = fc.integer({ min: -80, max: 500 }).map(tenths => tenths / 10);

describe('whatever a thermometer shows', () => {
  it('no single sample alarms, wherever it comes', () => {
    const all = { low: 10, high: 30, hysteresis: 1, rise: 5, fall: 5 };
    const calm = fc.array(
      fc.integer({ min: 190, max: 210 }).map(tenths => tenths / 10),
      { minLength: 3 },
    );
    fc.assert(
      fc.property(calm, fc.nat(), fc.integer({ min: -55, max: 125 }), (values, at, wrong) => {
        const given = values.toSpliced(at % values.length, 1, wrong);
        expect(run(given, { limits: all })).toEqual([]);
      }),
    );
  });

  it('that wanders near its limit is told of once', () => {
    const near = fc.integer({ min: 441, max: 470 }).map(tenths => tenths / 10);
    fc.assert(
      fc.property(fc.array(near), values => {
        expect(run(values).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('alerts and all-clears take turns, and each has two samples behind it', () => {
    fc.assert(
      fc.property(fc.array(temperatures), values => {
        const told = run(values).filter(text => text.startsWith('high'));
        told.forEach((text, index) => {
          const isBack = index % 2 === 1;
          expect(text.includes('back')).toBe(isBack);
          const at = Number(text.split(' ').at(-2));
          const pair = values.slice(at - 1, at + 1);
          expect(pair).toHaveLength(2);
          expect(pair.every(value => (isBack ? value <= 44 : value > 45))).toBe(true);
        });
      }),
    );
  });

  it('a restart anywhere neither repeats nor forgets', () => {
    const all = { ...limits, rise: 6, fall: 6 };
    fc.assert(
      fc.property(fc.array(temperatures), fc.array(fc.nat(40)), (values, at) => {
        const restarts = new Set(at);
        expect(run(values, { limits: all, restarts })).toEqual(run(values, { limits: all }));
      }),
    );
  });
});
