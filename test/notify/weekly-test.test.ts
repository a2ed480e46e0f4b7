import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../server/alarm/alerting-state.ts';
import { createWeeklyTest } from '../../server/notify/weekly-test.ts';
import type { Subscription } from '../../server/state/subscriptions.ts';
import { createTimeZone } from '../../server/time-zone.ts';

const zone = createTimeZone('Australia/Melbourne');
const hour = 3_600_000;
/** A Sunday, 09:59 in Melbourne. */
const sunday = Date.parse('2026-11-21T22:59:00Z');

function createFamily(start: number) {
  const stored = new Map<string, string>();
  let now = start;
  const sent: { at: number; phones: string[] }[] = [];
  const silent: string[] = [];
  const marks = new Map<string, Partial<Subscription>>();
  let phones: Recipient[] = ['a', 'b'].map(address => ({ address, person: 'Mum', isQuiet: false }));
  const look = createWeeklyTest({
    documents: { read: key => stored.get(key), write: (key, body) => void stored.set(key, body) },
    zone,
    now: () => now,
    phones: () => phones,
    subscription: id =>
      ({
        id,
        shownAt: null,
        tappedAt: null,
        ...marks.get(id),
      }) satisfies Partial<Subscription> as Subscription,
    send: reached => void sent.push({ at: now, phones: reached.map(({ address }) => address) }),
    onSilent: ({ id }) => void silent.push(id),
  });
  return {
    ...{ sent, silent, marks },
    noPhones: () => {
      phones = [];
    },
    pass(ms: number) {
      for (const end = now + ms; now < end; ) {
        now += 60_000;
        look();
      }
    },
    jump(to: number) {
      now = to;
    },
  };
}

describe('the weekly test', () => {
  it('goes to every phone on Sunday at ten, once', () => {
    const family = createFamily(sunday);
    family.pass(6 * 24 * hour);
    expect(family.sent).toEqual([{ at: sunday + 60_000, phones: ['a', 'b'] }]);
    family.pass(2 * 24 * hour);
    expect(family.sent).toHaveLength(2);
    expect(new Date((family.sent[1]?.at ?? 0) + zone.offset(sunday)).toISOString()).toBe(
      '2026-11-29T10:00:00.000Z',
    );
  });

  it('is told of when a phone has not confirmed it a day later, and then not again', () => {
    const family = createFamily(sunday);
    family.pass(hour);
    family.marks.set('a', { shownAt: sunday + 2 * hour });
    family.pass(3 * 24 * hour);
    expect(family.silent).toEqual(['b']);
  });

  it('is made up for when the hub was off on Sunday', () => {
    const family = createFamily(sunday);
    family.pass(hour);
    family.jump(sunday + 9 * 24 * hour);
    family.pass(2 * hour);
    expect(family.sent).toHaveLength(2);
  });

  it('waits for somebody to send it to, and wakes nobody at night', () => {
    const family = createFamily(sunday + 11 * hour);
    family.pass(12 * hour);
    expect(family.sent).toEqual([]);
    const alone = createFamily(sunday);
    alone.noPhones();
    alone.pass(hour);
    expect(alone.sent).toEqual([]);
  });
});
