import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level } from '../../server/protocol.ts';
import { judgeReading } from '../../server/sensors/reading.ts';
import type { LevelRecord } from '../../server/state/levels.ts';

function run(values: Level[]) {
  let record: LevelRecord | undefined;
  return values.flatMap((value, at) => {
    const change = judgeReading(record, { sensor: 'door', kind: 'contact', value, at });
    record = change?.record ?? record;
    return change?.event ? [`${change.event} ${at}`] : [];
  });
}

describe('a reading', () => {
  it('that comes first is no event at rest, and a trigger otherwise', () => {
    expect(run(['closed'])).toEqual([]);
    expect(run(['open'])).toEqual(['trigger 0']);
  });

  it('that repeats the level is nothing', () => {
    expect(run(['closed', 'closed', 'open', 'open', 'closed', 'closed'])).toEqual([
      'trigger 2',
      'reset 4',
    ]);
  });

  it('behind a fault is judged by the level before it', () => {
    expect(run(['closed', 'fault', 'closed', 'fault', 'open'])).toEqual(['trigger 4']);
    expect(run(['open', 'fault', 'open', 'fault', 'closed'])).toEqual(['trigger 0', 'reset 4']);
    expect(run(['fault', 'closed'])).toEqual([]);
    expect(run(['fault', 'open'])).toEqual(['trigger 1']);
  });

  it('makes triggers and resets take turns, whatever comes', () => {
    const levels = fc.constantFrom<Level>('open', 'closed', 'fault', 'unknown');
    fc.assert(
      fc.property(fc.array(levels), values => {
        run(values).forEach((event, index) => {
          expect(event.startsWith(index % 2 === 0 ? 'trigger' : 'reset')).toBe(true);
        });
      }),
    );
  });
});

function runSamples(samples: [value: number | 'fault', at: number][]) {
  let record: LevelRecord | undefined;
  return samples.flatMap(([value, at]) => {
    const reading = { sensor: 'attic', kind: 'temperature' as const, value, at };
    const change = judgeReading(record, { ...reading, sampledAt: at });
    record = change?.record ?? record;
    return change?.event ? [`${value} ${at / 60_000}`] : [];
  });
}
const minutes = (...values: (number | 'fault')[]) =>
  values.map((value, index): [number | 'fault', number] => [value, index * 60_000]);

describe('a sample', () => {
  it('is recorded when it is a tenth of a degree from the last that was, however slowly it got there', () => {
    expect(runSamples(minutes(20, 20.0625, 20.125, 20.0625))).toEqual(['20 0', '20.125 2']);
    expect(runSamples(minutes(20, 20.1, 20))).toEqual(['20 0', '20.1 1', '20 2']);
  });

  it('is recorded every five minutes though nothing changes', () => {
    expect(runSamples(minutes(...Array.from({ length: 12 }, () => 20)))).toEqual([
      '20 0',
      '20 5',
      '20 10',
    ]);
  });

  it('is recorded after a fault, and after a clock that was set back', () => {
    expect(runSamples(minutes(20, 'fault', 20))).toEqual(['20 0', '20 2']);
    expect(
      runSamples([
        [20, 3_600_000],
        [20, 60_000],
      ]),
    ).toEqual(['20 60', '20 1']);
  });

  it('of a recording that repeats is nothing', () => {
    const record = judgeReading(undefined, { sensor: 'a', kind: 'temperature', value: 20, at: 0 });
    const again = { sensor: 'a', kind: 'temperature' as const, value: 20, at: 3_600_000 };
    expect(judgeReading(record?.record, again)).toBeUndefined();
  });
});
