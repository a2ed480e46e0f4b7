import { describe, expect, it } from 'vitest';
import type { Notify } from '../../server/notify/notify.ts';
import { createReachFlags } from '../../server/notify/reach-flags.ts';
import type { Flag } from '../../server/protocol.ts';
import type { Outbox } from '../../server/state/outbox.ts';

function createHouse() {
  const house = {
    now: 1_000_000,
    up: new Set<Flag>(),
    notes: [] as string[],
    trouble: undefined as { since: number; reason: string } | undefined,
    outside: undefined as boolean | undefined,
    isCapped: false,
    isArmed: true,
    lost: 0,
    people: 1,
  };
  const someone = { address: 'a', person: 'Mum', isQuiet: false };
  const notify: Pick<Notify, 'audience'> & { dispatcher: Pick<Notify['dispatcher'], 'trouble'> } = {
    audience: () => ({ sms: [], push: Array(house.people).fill(someone), escalation: [] }),
    dispatcher: { trouble: channel => (channel === 'sms' ? house.trouble : undefined) },
  };
  const outbox: Pick<Outbox, 'undelivered'> = {
    undelivered: () => Array(house.lost).fill({ threatened: '' }),
  };
  const refresh = createReachFlags({
    ...{ notify, outbox, now: () => house.now },
    isCapped: () => house.isCapped,
    isArmed: () => house.isArmed,
    isOutsideReachable: () => house.outside,
    flag: (flag, isUp) => void (isUp ? house.up.add(flag) : house.up.delete(flag)),
    note: (_code, text) => void house.notes.push(text),
  });
  return Object.assign(house, {
    flags() {
      refresh();
      return [...house.up];
    },
  });
}

describe('the flags of the reach', () => {
  it('are none while an alarm would reach somebody', () => {
    expect(createHouse().flags()).toEqual([]);
  });

  it('say that nobody can be told, that the cap is reached, and that somebody was not told', () => {
    const house = createHouse();
    Object.assign(house, { people: 0, isCapped: true, lost: 1 });
    expect(house.flags().toSorted()).toEqual(['cap', 'silent', 'undelivered']);
    house.isArmed = false;
    expect(house.flags().toSorted()).toEqual(['cap', 'undelivered']);
  });

  it('say that nothing gets out once it has lasted, journal it once, and say when it is over', () => {
    const house = createHouse();
    house.trouble = { since: house.now, reason: 'no connection' };
    expect(house.flags()).toEqual([]);
    house.now += 60_000;
    expect(house.flags()).toEqual(['network']);
    house.now += 60_000;
    expect(house.flags()).toEqual(['network']);
    house.trouble = undefined;
    expect(house.flags()).toEqual([]);
    expect(house.notes).toEqual([
      'Messages do not get out of the house.',
      'Messages get out of the house again.',
    ]);
  });

  it('believe the watcher outside before a message fails', () => {
    const house = createHouse();
    house.outside = false;
    expect(house.flags()).toEqual([]);
    house.now += 60_000;
    expect(house.flags()).toEqual(['network']);
    house.outside = true;
    expect(house.flags()).toEqual([]);
  });
});
