import { describe, expect, it } from 'vitest';
import { readAlarm } from '../../server/alarm/alarm-memory.ts';
import { nextDeadline } from '../../server/alarm/decide.ts';
import { playAlarm } from './play-alarm.ts';

const { rules } = playAlarm();

function documents(body: string | undefined) {
  return { read: () => body, write: () => undefined };
}

describe('the alarm’s state after a start', () => {
  it('is what it was', () => {
    const house = playAlarm().trip('hall').trip('kitchen').pass(1000);
    const read = readAlarm(documents(JSON.stringify(house.state)), house.steady, rules);
    expect(read).toEqual(house.state);
  });

  it.each([
    ['back to 1970', 0],
    ['far ahead', Date.parse('2031-01-01T00:00:00Z')],
  ])('tells in time what is due, when the clock of the start is %s', (_, now) => {
    const house = playAlarm();
    house.rules.confirmWindowMs = 0;
    house.trip('hall').pass(1000).trip('laundry');
    const read = readAlarm(documents(JSON.stringify(house.state)), now, rules);
    if (!read) throw new Error('no state');
    expect(nextDeadline(read)).not.toBeNull();
    // The news that waits for the end of the gap is what is due first.
    expect(nextDeadline(read) ?? Number.NaN).toBeLessThanOrEqual(now + rules.alerts.gapMs);
    const { pushAt, reminderAt, escalateAt } = read.alerting.campaign ?? {};
    expect(pushAt).toBeLessThanOrEqual(now + rules.alerts.pushEveryMs);
    expect(reminderAt).toBeLessThanOrEqual(now + rules.alerts.smsAfterMs);
    expect(escalateAt).toBeLessThanOrEqual(now + rules.durationMs * 2);
    for (const trip of read.incident?.trips ?? []) expect(trip.steady).toBeLessThanOrEqual(now);
    expect(read.alerting.caps.since).toBeLessThanOrEqual(now);
  });

  it('is taken over from a version that knew less of an incident', () => {
    const { alerting: _alerting, ...old } = playAlarm().trip('hall').state;
    const incident = {
      ...{ id: 'i', openedAt: 5, acknowledgedBy: null, acknowledgedAt: null },
      trips: [{ sensor: 'hall', at: 5 }],
    };
    const read = readAlarm(documents(JSON.stringify({ ...old, incident })), 1000, rules);
    expect(read?.incident).toMatchObject({
      trips: [{ sensor: 'hall', name: 'hall', at: 5, lastAt: 5, count: 1, steady: 1000 }],
      confirmedAt: null,
      closedAt: null,
      mark: null,
    });
    expect(read?.alerting.campaign).toBeNull();
  });

  it('is refused when it cannot be read: guessing could disarm a house', () => {
    expect(() => readAlarm(documents('{"mode":'), 0, rules)).toThrow(/damaged/);
    expect(readAlarm(documents(undefined), 0, rules)).toBeUndefined();
  });
});
