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
