import { describe, expect, it } from 'vitest';
import { careOf } from '../../client/words/flags.ts';
import { bypassLine, healthLine } from '../../client/words/sensor.ts';
import { household, sensor } from './household.ts';

describe('a sensor', () => {
  it('that is left out says why, and until when', () => {
    expect(bypassLine({ bypass: null })).toBe('');
    expect(bypassLine({ bypass: 'open' })).toBe(
      'left out: was open when armed; counts again once closed',
    );
    expect(bypassLine({ bypass: 'chosen' })).toBe('left out by choice until disarmed');
    expect(bypassLine({ bypass: 'fault' })).toContain('had a fault');
    expect(bypassLine({ bypass: 'unknown' })).toContain('was not heard from');
  });

  it('that is not well says so in words, once', () => {
    expect(healthLine({ health: 'good', state: 'closed' })).toBe('');
    for (const health of ['silent', 'stuck', 'chattering'] as const) {
      expect(healthLine({ health, state: 'closed' })).toMatch(/\?$/);
    }
    expect(healthLine({ health: 'fault', state: 'closed' })).toBe('gives no good reading');
    expect(healthLine({ health: 'fault', state: 'fault' })).toBe('');
  });
});

it('names on the first screen what is left out, each with its reason', () => {
  const [one] = careOf(
    household({
      flags: ['bypassed'],
      sensors: [sensor('Shed', 'open', { bypassed: true, bypass: 'open' })],
    }),
  );
  expect(one?.text).toBe('Was open when armed; counts again once closed.');
  const [two] = careOf(
    household({
      flags: ['bypassed', 'practice'],
      sensors: [
        sensor('Shed', 'open', { bypassed: true, bypass: 'open' }),
        sensor('Hall', 'idle', { bypassed: true, bypass: 'chosen' }),
      ],
    }),
  );
  expect(two?.title).toBe('Shed and Hall left out.');
  expect(two?.text).toContain('Hall: By choice until disarmed.');
});
