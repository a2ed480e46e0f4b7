import { describe, expect, it } from 'vitest';
import { agoWords, durationWords } from '../../client/words/duration.ts';
import { dayDate, dayTitle, exactTime, nearTime, zoneNote } from '../../client/words/time.ts';

const zone = 'Australia/Melbourne';
const now = Date.parse('2026-11-24T05:00:00.000Z');

describe('nearTime', () => {
  it.each([
    ['2026-11-23T21:12:00.000Z', '08:12'],
    ['2026-11-23T10:40:00.000Z', 'yesterday 21:40'],
    ['2026-11-20T10:40:00.000Z', 'Friday 21:40'],
    ['2026-11-03T10:40:00.000Z', '3 November 21:40'],
    ['2025-12-31T10:40:00.000Z', '31 December 2025 21:40'],
  ])('says %s as %s', (at, words) => {
    expect(nearTime(at, now, zone)).toBe(words);
  });

  it('says a time of a day to come in full', () => {
    expect(nearTime('2026-11-25T10:40:00.000Z', now, zone)).toBe('25 November 21:40');
  });
});

describe('exactTime', () => {
  it('tells both hours of the night the clocks go back apart', () => {
    const first = exactTime('2026-04-04T15:30:00.000Z', zone);
    const second = exactTime('2026-04-04T16:30:00.000Z', zone);
    expect(first).toContain('02:30:00');
    expect(second).toContain('02:30:00');
    expect(first).not.toBe(second);
  });
});

describe('durationWords', () => {
  it.each([
    [400, 'less than 1 s'],
    [18_999, '18 s'],
    [60_000, '1 min'],
    [245_000, '4 min 5 s'],
    [3_900_000, '1 h 5 min'],
    [86_400_000, '1 day'],
    [183_600_000, '2 days 3 h'],
  ])('says %i ms as %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});

describe('agoWords', () => {
  it.each([
    [10_000, 'just now'],
    [12 * 60_000, '12 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [72 * 3_600_000, '3 days ago'],
  ])('says %i ms as %s', (ms, words) => {
    expect(agoWords(ms)).toBe(words);
  });
});

describe('days', () => {
  it('have a title near today and a date always', () => {
    expect(dayTitle('2026-11-24', '2026-11-24')).toBe('Today');
    expect(dayTitle('2026-11-23', '2026-11-24')).toBe('Yesterday');
    expect(dayTitle('2026-11-21', '2026-11-24')).toBe('Saturday');
    expect(dayDate('2026-11-21', '2026-11-24')).toBe('Saturday 21 November');
    expect(dayDate('2025-11-21', '2026-11-24')).toBe('Friday 21 November 2025');
  });
});

describe('zoneNote', () => {
  it('is silent while both clocks agree', () => {
    expect(zoneNote(now, zone, 'Australia/Sydney')).toBeNull();
  });

  it('says the house’s time to a phone elsewhere', () => {
    expect(zoneNote(now, zone, 'Europe/Berlin')).toBe(
      'Times are the house’s: it is 16:00 in Melbourne.',
    );
  });
});
