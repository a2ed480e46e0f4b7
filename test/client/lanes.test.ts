import { describe, expect, it } from 'vitest';
import { laneBars } from '../../client/data/lanes.ts';
import type { Ending, Episode } from '../../client/data/pair-events.ts';

const day = { startMs: 0, endMs: 24 * 3_600_000, nowMs: 12 * 3_600_000 };
const hour = (count: number) => new Date(count * 3_600_000).toISOString();

function episode(ending: Ending, start: number | null, end: number | null): Episode {
  return {
    id: `${start}-${end}`,
    sensor: 'door',
    ending,
    mode: 'monitor',
    isDoubtful: false,
    startAt: start === null ? null : hour(start),
    endAt: end === null ? null : hour(end),
  };
}

describe('a lane', () => {
  it('shows an episode where it was', () => {
    expect(laneBars([episode('reset', 6, 9)], day, 24)).toEqual([{ from: 6, to: 9 }]);
  });

  it('shows a moment as one step, also at the very end of the day', () => {
    expect(laneBars([episode('reset', 6.2, 6.3)], day, 24)).toEqual([{ from: 6, to: 7 }]);
    expect(laneBars([episode('reset', 24, 24)], day, 24)).toEqual([{ from: 23, to: 24 }]);
  });

  it('runs until now while open, and from midnight if it began before', () => {
    expect(laneBars([episode('open', 10, null)], day, 24)).toEqual([{ from: 10, to: 12 }]);
    expect(laneBars([episode('before', null, 2)], day, 24)).toEqual([{ from: 0, to: 2 }]);
  });

  it('draws nothing longer than what was recorded', () => {
    expect(laneBars([episode('lost', 10, null)], day, 24)).toEqual([{ from: 10, to: 11 }]);
    expect(laneBars([episode('unseen', null, 10)], day, 24)).toEqual([{ from: 10, to: 11 }]);
  });

  it('joins neighbours, however many there are', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      episode('reset', index / 500, index / 500),
    );
    expect(laneBars(many, day, 24)).toEqual([{ from: 0, to: 10 }]);
  });
});
