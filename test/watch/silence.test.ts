import { describe, expect, it } from 'vitest';
import type { Beat } from '../../server/watch/forms.ts';
import { isLater, isUrgent, judgeSilence, type Sender } from '../../server/watch/silence.ts';

const beat: Beat = {
  ...{ name: 'home', site: 'home', mode: 'alert', profile: 'away', state: 'armed' },
  ...{ hasIncident: false, startedAt: 1, counter: 7, stopping: false },
};
const told = (what: Sender['told'], more: Partial<Beat> = {}): Sender => ({
  beat: { ...beat, ...more },
  heardAt: 0,
  told: what,
});

/** Judged so many seconds after the last beat. */
function judge(
  seconds: number,
  sender = told('nothing'),
  { isBlind = false, seeingSince = 0 }: { isBlind?: boolean; seeingSince?: number } = {},
) {
  const sight = { now: seconds * 1000, heardAt: 0, seeingSince: seeingSince * 1000, isBlind };
  return judgeSilence(sender, sight, 150_000);
}

describe('silence', () => {
  it('counts after the limit, and is told once', () => {
    expect([judge(149), judge(150), judge(1e6, told('silent'))]).toEqual([
      ...[undefined, 'silent', undefined],
    ]);
  });

  it('that was announced has three minutes, and no more', () => {
    const announced = told('nothing', { stopping: true });
    expect([judge(179, announced), judge(180, announced)]).toEqual([undefined, 'silent']);
  });

  it('counts from the own start, or from the end of the own outage', () => {
    expect(judge(300, undefined, { seeingSince: 200 })).toBeUndefined();
    expect(judge(350, undefined, { seeingSince: 200 })).toBe('silent');
  });

  it('is not the other’s while this house has no network; that is said once', () => {
    expect(judge(149, undefined, { isBlind: true })).toBeUndefined();
    expect(judge(150, undefined, { isBlind: true })).toBe('blind');
    expect(judge(500, told('blind'), { isBlind: true })).toBeUndefined();
    expect(judge(500, told('blind'), { seeingSince: 350 })).toBe('silent');
  });

  it('of a hub that watches, or in which something happens, is urgent', () => {
    expect(isUrgent(beat)).toBe(true);
    expect(isUrgent({ ...beat, mode: 'monitor' })).toBe(false);
    expect(isUrgent({ ...beat, mode: 'off', hasIncident: true })).toBe(true);
  });
});

it('a beat that was overtaken is not later; the first of a new start is', () => {
  expect(isLater(beat, undefined)).toBe(true);
  expect(isLater(beat, beat)).toBe(false);
  expect(isLater({ ...beat, counter: 6 }, beat)).toBe(false);
  expect(isLater({ ...beat, counter: 1, startedAt: 2 }, beat)).toBe(true);
});
