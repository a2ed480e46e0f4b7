import { describe, expect, it } from 'vitest';
import {
  doorAdvice,
  doorLine,
  movingMeans,
  nextCommand,
  positionWord,
} from '../../client/words/garage.ts';
import { sirenWords } from '../../client/words/incident.ts';
import type { GaragePosition, GarageStatus } from '../../server/protocol.ts';
import { household, sensor } from './household.ts';

const timeZone = 'Australia/Melbourne';
const nowMs = Date.parse('2026-11-24T02:00:00.000Z');

function door(position: GaragePosition, more: Partial<GarageStatus> = {}): GarageStatus {
  return {
    ...{ id: 'garage', name: 'Garage door', sensor: 'gate', position, warn: 5 },
    since: '2026-11-24T01:00:00.000Z',
    ...{ until: null, by: null, closesAt: null },
    ...more,
  };
}

describe('a garage door', () => {
  it('is asked to leave where it is, and nothing while it moves or nobody knows', () => {
    const shut = [sensor('gate', 'closed')];
    const ajar = [sensor('gate', 'open')];
    const asked = Object.keys(positionWord).map(position => [
      position,
      nextCommand(door(position as GaragePosition), shut),
    ]);
    expect(Object.fromEntries(asked)).toEqual({
      ...{ open: 'close', closed: 'open', stuck: 'open' },
      ...{ warning: null, opening: null, closing: null, unknown: null },
    });
    expect(nextCommand(door('stuck'), ajar)).toBe('close');
  });

  it('says since when, when it is there, and who asked', () => {
    const line = (position: GaragePosition, more: Partial<GarageStatus> = {}) =>
      doorLine(door(position, more), nowMs, timeZone);
    expect(line('closed')).toBe('since 12:00');
    expect(line('open', { closesAt: '2026-11-24T02:05:00.000Z' })).toBe(
      'since 12:00, closes by itself at 13:05',
    );
    const until = '2026-11-24T02:00:05.000Z';
    const by = { name: 'Mum', via: 'certificate' } as const;
    expect(line('warning', { until, by })).toBe('closes at 13:00:05, asked by Mum');
    expect(line('closing', { until, by: { name: 'hub', via: 'hub' } })).toBe(
      'there by 13:00:05, by itself',
    );
    expect(line('opening', { until })).toBe('there by 13:00:05');
    expect(line('unknown', { since: null })).toBe('');
  });

  it('says what to do when it is stuck or its sensor is lost, and what a tap means', () => {
    expect(doorAdvice(door('stuck'))).toMatch(/Look at it before/);
    expect(doorAdvice(door('unknown'))).toMatch(/Look at the sensor/);
    expect(doorAdvice(door('open'))).toBe('');
    expect(movingMeans('open', door('closed'))).toBe('It opens at once.');
    expect(movingMeans('close', door('open'))).toBe('It warns for 5 s, then closes.');
    expect(movingMeans('close', door('open', { warn: 0 }))).toBe('It closes at once.');
  });
});

describe('the siren', () => {
  it('is said to sound while it does, and until when', () => {
    const heard = { state: 'triggered', confirmed: false, memory: false, heard: [] } as const;
    const alarm = { ...heard, heard: [], deadline: '2026-11-24T02:17:00.000Z' };
    expect(sirenWords(household({ siren: true, alarm }))).toBe('The siren sounds until 13:17.');
    expect(sirenWords(household({ siren: false, alarm }))).toBe('');
    expect(sirenWords(household({ siren: null, alarm }))).toBe('');
  });
});
