import { expect, it } from 'vitest';
import type { Zone } from '../../server/alarm/alarm-rules.ts';
import { findBlockers } from '../../server/alarm/blockers.ts';
import type { Level } from '../../server/protocol.ts';

const zone = (sensor: string, more: Partial<Zone> = {}): Zone => ({
  ...{ sensor, name: sensor, sensorKind: 'contact', kind: 'instant', profiles: ['away'] },
  ...more,
});

it('lists what stands open, at fault or unseen in the profile, and nothing else', () => {
  const levels: Record<string, Level> = {
    closed: 'closed',
    open: 'open',
    faulty: 'fault',
    moving: 'active',
    bell: 'open',
    elsewhere: 'open',
    known: 'open',
  };
  const zones = [
    ...['closed', 'open', 'faulty', 'unseen', 'known'].map(sensor => zone(sensor)),
    zone('moving', { sensorKind: 'motion' }),
    zone('bell', { kind: 'chime' }),
    zone('elsewhere', { profiles: ['night'] }),
    zone('warmth', { sensorKind: 'temperature' }),
  ];
  expect(findBlockers(zones, 'away', ({ sensor }) => levels[sensor], ['known'])).toEqual([
    { sensor: 'open', reason: 'open' },
    { sensor: 'faulty', reason: 'fault' },
    { sensor: 'unseen', reason: 'unknown' },
  ]);
});
