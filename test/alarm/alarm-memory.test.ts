import { describe, expect, it } from 'vitest';
import { readAlarm } from '../../server/alarm/alarm-memory.ts';
import { nextDeadline } from '../../server/alarm/decide.ts';
import { playAlarm } from './play-alarm.ts';

const hour = 3_600_000;
const longest = hour;

function documents(body: string | undefined) {
  return { read: () => body, write: () => undefined };
}

describe('the alarm’s state after a start', () => {
  it('is what it was', () => {
    const house = playAlarm().trip('hall').trip('kitchen').pass(1000);
    const read = readAlarm(documents(JSON.stringify(house.state)), house.steady, longest);
    expect(read).toEqual(house.state);
  });

  it.each([
    ['back to 1970', 0],
    ['far ahead', Date.parse('2031-01-01T00:00:00Z')],
  ])('tells in time what is due, when the clock of the start is %s', (_, now) => {
    const house = playAlarm().trip('hall').pass(1000).trip('laundry');
    const read = readAlarm(documents(JSON.stringify(house.state)), now, longest);
    if (!read) throw new Error('no state');
    expect(nextDeadline(read)).not.toBeNull();
    expect(nextDeadline(read) ?? Number.NaN).toBeLessThanOrEqual(now + longest);
    for (const trip of read.incident?.trips ?? []) expect(trip.steady).toBeLessThanOrEqual(now);
    expect(read.alerting.caps.since).toBeLessThanOrEqual(now);
  });

  it('is taken over from a version that knew less of an incident', () => {
    const { alerting: _alerting, ...old } = playAlarm().trip('hall').state;
    const incident = {
      ...{ id: 'i', openedAt: 5, acknowledgedBy: null, acknowledgedAt: null },
      trips: [{ sensor: 'hall', at: 5 }],
    };
    const read = readAlarm(documents(JSON.stringify({ ...old, incident })), 1000, longest);
    expect(read?.incident).toMatchObject({
      trips: [{ sensor: 'hall', name: 'hall', at: 5, lastAt: 5, count: 1, steady: 1000 }],
      confirmedAt: null,
      closedAt: null,
      mark: null,
    });
    expect(read?.alerting.campaign).toBeNull();
  });

  it('is refused when it cannot be read: guessing could disarm a house', () => {
    expect(() => readAlarm(documents('{"mode":'), 0, longest)).toThrow(/damaged/);
    expect(readAlarm(documents(undefined), 0, longest)).toBeUndefined();
  });
});
