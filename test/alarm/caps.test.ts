import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CapState, countToday, spend } from '../../server/alarm/caps.ts';
import { melbourne, playAlarm, recipients } from './play-alarm.ts';

const hour = 3_600_000;
const rules = { dailyCap: 30, reserve: 10, counts: 'messages' as const };
const fresh: CapState = { day: '', since: 0, used: 0, isTold: false };

function moment(at: number) {
  return { steady: at, day: melbourne.localDay(at) };
}

/** Alarms of one sensor, each answered and disarmed, so that each is told and none confirms another. */
function alarms(house: ReturnType<typeof playAlarm>, count: number, everyMs: number): void {
  for (let alarm = 0; alarm < count; alarm++) {
    house
      .set('alert')
      .trip('hall')
      .pass(1000)
      .set('monitor')
      .pass(everyMs - 1000);
  }
}

describe('the cap of text messages', () => {
  it.each([1, 2, 3, 4, 7])(
    'leaves what is kept back for a confirmed alarm after a thousand others (%i recipients)',
    count => {
      const audience = {
        sms: recipients(...Array.from({ length: count }, (_, index) => `+6140000000${index}`)),
        push: recipients('phone'),
        escalation: [],
      };
      // Noon in Melbourne, and all within the day.
      const house = playAlarm({ audience, start: Date.parse('2026-11-24T01:00:00Z') });
      alarms(house, 1000, 30_000);
      const ordinary = house.of('sms').length;
      expect(ordinary).toBeLessThanOrEqual(20);
      // All of them in whole alerts, with the one word that it is enough.
      expect(ordinary).toBe(Math.floor(20 / count) * count);
      expect(house.of('sms', 'cap')).toHaveLength(count);
      expect(house.of('push', 'alarm')).toHaveLength(1000);
      const before = house.of('sms').length;
      house.set('alert').trip('hall').trip('kitchen');
      expect(house.of('sms', 'confirmed')).toHaveLength(count);
      expect(house.of('sms').length).toBe(before + count);
      expect(house.of('sms').length).toBeLessThanOrEqual(30);
    },
  );

  it('is never passed, not by confirmed alarms either, and the first of the list come first', () => {
    const audience = { sms: recipients('a', 'b', 'c'), push: [], escalation: [] };
    const house = playAlarm({ audience, start: Date.parse('2026-11-24T01:00:00Z') });
    for (let alarm = 0; alarm < 50; alarm++) house.set('alert').trip('box').pass(1000).set('off');
    expect(house.of('sms')).toHaveLength(30);
    house.pass(24 * hour);
    for (let alarm = 0; alarm < 9; alarm++) house.set('alert').trip('box').pass(1000).set('off');
    house.trip('box').seen();
    const last = house.of('sms').slice(30 + 27);
    expect(last.map(({ address }) => address)).toEqual(['a', 'b', 'c']);
  });

  it('counts an alert to all of them once when the owner says so', () => {
    const caps = { dailyCap: 3, reserve: 1, counts: 'alerts' as const };
    const first = spend(fresh, { wanted: 5, isUrgent: false }, moment(0), caps);
    expect(first).toMatchObject({ allowed: 5, told: 0, isReached: false, caps: { used: 1 } });
    const second = spend(first.caps, { wanted: 5, isUrgent: false }, moment(0), caps);
    expect(second).toMatchObject({ allowed: 0, told: 5, caps: { used: 2 } });
    const urgent = spend(second.caps, { wanted: 5, isUrgent: true }, moment(0), caps);
    expect(urgent).toMatchObject({ allowed: 5, caps: { used: 3 } });
    expect(spend(urgent.caps, { wanted: 5, isUrgent: true }, moment(0), caps)).toMatchObject({
      allowed: 0,
    });
  });

  it('is said by push when the urgent ones have taken the last text', () => {
    const used = spend(fresh, { wanted: 25, isUrgent: true }, moment(0), rules).caps;
    const next = spend(used, { wanted: 2, isUrgent: false }, moment(0), rules);
    expect(next).toMatchObject({ allowed: 0, told: 0, isReached: true, caps: { used: 25 } });
    const later = spend(next.caps, { wanted: 2, isUrgent: false }, moment(0), rules);
    expect(later.isReached).toBe(false);
  });

  it('lets the first of a day out, were there more recipients than messages', () => {
    expect(spend(fresh, { wanted: 25, isUrgent: false }, moment(0), rules)).toMatchObject({
      allowed: 20,
      told: 0,
    });
  });

  it('is never passed, whatever comes, and what is not urgent never touches the reserve', () => {
    const anyRules = fc
      .record({ dailyCap: fc.integer({ min: 1, max: 60 }), reserve: fc.nat(60) })
      .map(({ dailyCap, reserve }) => ({
        ...{ dailyCap, reserve: Math.min(reserve, dailyCap), counts: 'messages' as const },
      }));
    const anyMessages = fc.array(fc.tuple(fc.nat(8), fc.boolean()), { maxLength: 120 });
    fc.assert(
      fc.property(anyRules, anyMessages, (limits, messages) => {
        let caps = fresh;
        let [sent, ordinary, words] = [0, 0, 0];
        for (const [wanted, isUrgent] of messages) {
          const result = spend(caps, { wanted, isUrgent }, moment(0), limits);
          caps = result.caps;
          sent += result.allowed + result.told;
          if (!isUrgent) ordinary += result.allowed + result.told;
          if (result.told > 0) words += 1;
          expect(result.allowed).toBeLessThanOrEqual(wanted);
        }
        expect(caps.used).toBe(sent);
        expect(sent).toBeLessThanOrEqual(limits.dailyCap);
        expect(ordinary).toBeLessThanOrEqual(limits.dailyCap - limits.reserve);
        expect(words).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the day of the cap', () => {
  /** Local midnights around days of 23, 24 and 25 hours, and how long each day is. */
  it.each([
    ['2026-10-04', 23],
    ['2026-11-24', 24],
    ['2027-04-04', 25],
  ])('%s has %i hours, and the count begins anew exactly at its midnights', (day, hours) => {
    const start = melbourne.startOfDay(day);
    const end = start + hours * hour;
    expect(melbourne.localDay(end)).not.toBe(day);
    expect(melbourne.localDay(end - 1)).toBe(day);
    const used = spend(fresh, { wanted: 5, isUrgent: false }, moment(start), rules).caps;
    for (let at = start; at < end; at += hour / 2) {
      expect(countToday(used, moment(at)).used).toBe(5);
    }
    expect(countToday(used, moment(end - 1)).used).toBe(5);
    expect(countToday(used, moment(end)).used).toBe(0);
    const evening = spend(fresh, { wanted: 5, isUrgent: false }, moment(start - 1), rules).caps;
    expect(countToday(evening, moment(start)).used).toBe(0);
  });

  it('gives nothing away twice when the wall clock goes back, be it to 1970', () => {
    const now = Date.parse('2026-11-24T02:00:00Z');
    const used = spend(fresh, { wanted: 20, isUrgent: false }, moment(now), rules).caps;
    for (const back of [now - 24 * hour, 0]) {
      const wrong = { steady: now + hour, day: melbourne.localDay(back) };
      expect(countToday(used, wrong).used).toBe(20);
      const right = { steady: now + 2 * hour, day: melbourne.localDay(now + 2 * hour) };
      expect(countToday(countToday(used, wrong), right).used).toBe(20);
    }
    expect(countToday(used, { steady: now + hour, day: '' }).used).toBe(20);
  });

  it('is not kept for years by a clock that ran ahead for a moment', () => {
    const now = Date.parse('2026-11-24T02:00:00Z');
    const ahead = { steady: now, day: '2031-01-01' };
    const used = spend(fresh, { wanted: 20, isUrgent: false }, ahead, rules).caps;
    expect(countToday(used, moment(now + hour)).used).toBe(20);
    expect(countToday(used, moment(now + 26 * hour)).used).toBe(0);
  });
});
