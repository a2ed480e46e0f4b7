import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftMs, passedMark, secondsOf } from '../../client/data/countdown.ts';
import { againstWords, entryWords, leavingWords, withoutWords } from '../../client/words/arming.ts';
import { household } from './household.ts';

const alarm = (deadline: string) => ({ ...household().alarm, state: 'arming' as const, deadline });
const status = household({
  at: '2026-11-24T02:00:00.000Z',
  alarm: alarm('2026-11-24T02:00:45.000Z'),
});

describe('a delay', () => {
  it('runs on the phone’s steady clock from what the hub said was left', () => {
    expect(leftMs({ status, steadyMs: 1_000 }, 1_000)).toBe(45_000);
    expect(leftMs({ status, steadyMs: 1_000 }, 4_000)).toBe(42_000);
    expect(leftMs({ status, steadyMs: 1_000 }, 99_000)).toBe(0);
  });

  it('is not known of one that another run of the app heard of, or that there is not', () => {
    expect(leftMs({ status, steadyMs: null }, 1_000)).toBeNull();
    expect(leftMs({ status: household(), steadyMs: 1_000 }, 1_000)).toBeNull();
  });

  it('never grows while nothing new is heard, whatever the hub’s clock shows', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
        fc.nat(300_000),
        fc.array(fc.nat(10_000)),
        (at, leftThen, waits) => {
          const deadline = new Date(at.getTime() + leftThen).toISOString();
          const heard = {
            status: { at: at.toISOString(), alarm: alarm(deadline) },
            steadyMs: 500,
          };
          let now = 500;
          let last = leftMs(heard, now) ?? -1;
          expect(last).toBe(leftThen);
          for (const wait of waits) {
            now += wait;
            const next = leftMs(heard, now) ?? -1;
            expect(next).toBeLessThanOrEqual(last);
            expect(next).toBeGreaterThanOrEqual(0);
            last = next;
          }
        },
      ),
    );
  });

  it('is told aloud at its start, at 30 and at 10, and not each second', () => {
    const said: number[] = [];
    let before: number | null = null;
    for (let ms = 45_000; ms >= 0; ms -= 250) {
      const seconds = secondsOf(ms);
      const mark = passedMark(before, seconds);
      before = seconds;
      if (mark !== null) said.push(mark);
    }
    expect(said).toEqual([45, 30, 10]);
    // A screen that was away for a while says what is left, not what was.
    expect(passedMark(40, 8)).toBe(8);
    expect(passedMark(8, 0)).toBeNull();
  });

  it('is a sentence, and says when it is over', () => {
    expect(leavingWords(42)).toBe('Leaving. Armed in 42 s.');
    expect(leavingWords(0)).toBe('Armed any moment.');
    expect(entryWords(1)).toBe('Somebody came in. Alarm in 1 s.');
    expect(entryWords(null)).toBe('Somebody came in.');
  });
});

describe('what is in the way', () => {
  it('is said with what to do, and a door of the way out otherwise than a window', () => {
    const open = { sensor: 'a', reason: 'open' as const };
    expect(againstWords(open, { name: 'Laundry window', zone: 'instant' })).toBe(
      'Laundry window is open: close it, or it will not arm.',
    );
    expect(againstWords(open, { name: 'Front door', zone: 'delay' })).toContain('behind you');
    for (const reason of ['fault', 'unknown'] as const) {
      expect(againstWords({ sensor: 'a', reason }, { name: 'Hall', zone: 'follower' })).toContain(
        'will not arm',
      );
    }
  });

  it('is named one by one with its reason before it is left out', () => {
    const nameOf = (id: string) => id.toUpperCase();
    const blockers = [
      { sensor: 'a', reason: 'open' as const },
      { sensor: 'b', reason: 'fault' as const },
      { sensor: 'c', reason: 'unknown' as const },
    ];
    expect(withoutWords(blockers, nameOf)).toBe(
      'A (open), B (at fault) and C (not heard from) left out',
    );
    expect(withoutWords([], nameOf)).toBe('nothing is in the way any more');
  });
});
