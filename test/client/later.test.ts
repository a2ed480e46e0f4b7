import { describe, expect, it } from 'vitest';
import { instantOf, nextInstantOf } from '../../client/data/later.ts';
import { armLaterWords, laterWords } from '../../client/words/later.ts';

const zone = 'Australia/Melbourne';
const iso = (ms: number) => new Date(ms).toISOString();

describe('a time of day in the house', () => {
  it('is found in its zone, not in the phone’s', () => {
    expect(iso(instantOf('2026-11-24', '23:00', zone))).toBe('2026-11-24T12:00:00.000Z');
    expect(iso(instantOf('2026-06-24', '23:00', zone))).toBe('2026-06-24T13:00:00.000Z');
  });

  it('is right on days on which clocks change, before and after', () => {
    // Forward at 02:00 on 4 October 2026, back at 03:00 on 5 April 2026.
    expect(iso(instantOf('2026-10-04', '01:30', zone))).toBe('2026-10-03T15:30:00.000Z');
    expect(iso(instantOf('2026-10-04', '23:00', zone))).toBe('2026-10-04T12:00:00.000Z');
    expect(iso(instantOf('2026-04-05', '23:00', zone))).toBe('2026-04-05T13:00:00.000Z');
    // 02:30 is not shown that day: it is the moment half an hour after the change.
    expect(iso(instantOf('2026-10-04', '02:30', zone))).toBe('2026-10-03T16:30:00.000Z');
  });

  it('is today, or tomorrow when today’s is over', () => {
    const noon = Date.parse('2026-11-24T01:00:00.000Z');
    expect(iso(nextInstantOf('23:00', noon, zone))).toBe('2026-11-24T12:00:00.000Z');
    expect(iso(nextInstantOf('06:30', noon, zone))).toBe('2026-11-24T19:30:00.000Z');
    expect(iso(nextInstantOf('12:00', noon, zone))).toBe('2026-11-25T01:00:00.000Z');
  });
});

describe('what is armed later', () => {
  const now = Date.parse('2026-11-24T01:00:00.000Z');

  it('says profile, time and who wanted it', () => {
    const later = {
      ...{ at: '2026-11-24T12:00:00.000Z', profile: 'night' as const },
      by: { name: 'Mum', via: 'certificate' as const },
    };
    expect(laterWords(later, now, zone)).toBe('Arms Night at 23:00, set by Mum.');
    expect(laterWords({ ...later, by: { name: 'hub', via: 'hub' } }, now, zone)).toBe(
      'Arms Night at 23:00.',
    );
  });

  it('names the day when it is another one', () => {
    expect(armLaterWords('away', '2026-11-24T19:30:00.000Z', now, zone)).toBe(
      'Arm Away tomorrow at 06:30',
    );
  });
});
