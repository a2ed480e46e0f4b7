import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../server/log.ts';
import { createDuressCall } from '../../server/people/duress-call.ts';

const tom = { name: 'Tom', via: 'certificate' } as const;
const ines = { name: 'Ines', via: 'totp' } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createCall() {
  const house = { now: 1_000_000, refusals: 0, told: [] as string[] };
  const call = createDuressCall({
    now: () => house.now,
    log: createLog(() => undefined),
    tell({ name }) {
      if (house.refusals-- > 0) throw new Error('disk full');
      house.told.push(name);
    },
  });
  return Object.assign(house, { call });
}

describe('a call of somebody under threat', () => {
  it('leaves after the answer to the code, once a minute for each person', () => {
    const house = createCall();
    house.call(tom);
    expect(house.told).toEqual([]);
    vi.runAllTimers();
    house.now += 59_999;
    house.call(tom);
    house.call(ines);
    vi.runAllTimers();
    expect(house.told).toEqual(['Tom', 'Ines']);
    house.now += 1;
    house.call(tom);
    vi.runAllTimers();
    expect(house.told).toEqual(['Tom', 'Ines', 'Tom']);
  });

  it('is tried until the disk takes it, and throws nothing at whoever answers', () => {
    const house = createCall();
    house.refusals = 3;
    house.call(tom);
    vi.runAllTimers();
    expect(house.told).toEqual(['Tom']);
  });
});
