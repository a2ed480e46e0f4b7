import { expect, it } from 'vitest';
import { careOf } from '../../client/words/flags.ts';
import type { Status } from '../../server/protocol.ts';

const status: Status = {
  ...{ at: '2026-03-01T00:00:00.000Z', practice: null, later: null },
  ...{
    mode: 'monitor',
    profile: null,
    by: null,
    incident: null,
    garage: [],
    siren: null,
    flags: [],
    sensors: [],
  },
  alarm: { state: 'disarmed', confirmed: false, memory: false, heard: [] },
  ...{ since: '2026-03-01T00:00:00.000Z', startedAt: '2026-03-01T00:00:00.000Z' },
  ...{ version: '1', site: 'home', timeZone: 'UTC' },
};

it('lets nobody who arms wait for a message that reaches nobody', () => {
  expect(careOf(status)).toEqual([]);
  const [silent] = careOf({ ...status, mode: 'alert', profile: 'away', flags: ['silent'] });
  expect(silent?.title).toMatch(/would reach nobody/);
});

it('has a sentence for every condition that the hub tells of', () => {
  const flags = [
    'storage',
    'history',
    'fault',
    'clock',
    'undecided',
    'simulated',
    'replay',
    'cap',
    'network',
    'undelivered',
    'silent',
  ] as const;
  for (const care of careOf({ ...status, flags: [...flags] })) {
    expect(care.title.endsWith('.')).toBe(true);
    expect(care.text.length).toBeGreaterThan(20);
  }
});
