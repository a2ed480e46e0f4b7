import { describe, expect, it } from 'vitest';
import { againstArming, stillAgainst } from '../../client/data/blockers.ts';
import { createDeparture, findFailure } from '../../client/data/departure.ts';
import type { Status } from '../../server/protocol.ts';
import { household, sensor } from './household.ts';

const window = (state: 'open' | 'closed', since = '2026-11-24T01:00:00.000Z') =>
  sensor('Laundry window', state, { zone: 'instant', since });
const leaving = (more: Partial<Status> = {}): Status =>
  household({
    ...{ mode: 'alert', profile: 'away', since: '2026-11-24T02:00:00.000Z' },
    alarm: {
      ...household().alarm,
      ...{ state: 'arming', deadline: '2026-11-24T02:00:45.000Z', delay: 45 },
      blockers: [{ sensor: 'Laundry window', reason: 'open' }],
    },
    sensors: [sensor('Front door', 'closed'), window('open')],
    ...more,
  });
const back = (since: string, more: Partial<Status> = {}) =>
  household({ since, sensors: leaving().sensors, ...more });

describe('what would keep the house from arming', () => {
  it('is what the hub named, as long as it is so', () => {
    expect(againstArming(leaving())).toEqual([{ sensor: 'Laundry window', reason: 'open' }]);
    const closed = leaving({ sensors: [window('closed', '2026-11-24T02:00:10.000Z')] });
    expect(againstArming(closed)).toEqual([]);
  });

  it('is also what was opened since', () => {
    const later = '2026-11-24T02:00:20.000Z';
    const opened = (more: Parameters<typeof sensor>[2]) =>
      leaving({ sensors: [sensor('Shed', 'open', { since: later, ...more })] });
    expect(againstArming(opened({}))).toEqual([{ sensor: 'Shed', reason: 'open' }]);
    expect(againstArming(opened({ bypassed: true, bypass: 'chosen' }))).toEqual([]);
    expect(againstArming(opened({ profiles: ['night'] }))).toEqual([]);
    expect(againstArming(opened({ zone: 'chime' }))).toEqual([]);
    // One that the hub leaves out by itself stood open before, and was not named.
    expect(againstArming(opened({ since: '2026-11-24T01:00:00.000Z' }))).toEqual([]);
  });

  it('is left out only as far as it is still there', () => {
    const blockers = ['Laundry window', 'Shed'].map(name => ({
      ...{ sensor: name, reason: 'open' as const },
    }));
    expect(stillAgainst(blockers, [window('closed'), sensor('Shed', 'fault')])).toEqual([
      { sensor: 'Shed', reason: 'fault' },
    ]);
  });
});

describe('a departure', () => {
  it('that ended without being armed is noticed, with what was in the way', () => {
    const departure = createDeparture();
    departure.follow(null, leaving());
    departure.follow(leaving(), back('2026-11-24T02:00:45.003Z'));
    expect(departure.notArmed.value).toEqual({
      ...{ profile: 'away', bypass: [] },
      blockers: [{ sensor: 'Laundry window', reason: 'open' }],
    });
    departure.follow(back('2026-11-24T02:00:45.003Z'), leaving());
    expect(departure.notArmed.value).toBeNull();
  });

  it('that a person took back, or that is armed, is none of it', () => {
    const { by } = household();
    expect(findFailure(leaving(), back('2026-11-24T02:00:44.000Z'))).toBeNull();
    const other = { name: 'Mum', via: by?.via ?? 'certificate' } as const;
    expect(findFailure(leaving(), back('2026-11-24T02:00:45.100Z', { by: other }))).toBeNull();
    const armed = leaving({
      since: '2026-11-24T02:00:00.000Z',
      alarm: { ...household().alarm, state: 'armed' },
    });
    expect(findFailure(leaving(), armed)).toBeNull();
    expect(findFailure(household(), back('2026-11-24T02:00:45.100Z'))).toBeNull();
  });

  it('that fell back to another profile is one that came to nothing, too', () => {
    const home = leaving({
      ...{ profile: 'home', since: '2026-11-24T02:00:45.001Z' },
      alarm: { ...household().alarm, state: 'armed' },
    });
    expect(findFailure(leaving(), home)?.profile).toBe('away');
  });

  it('leads back to the mode before it, and to Monitor when nobody knows that', () => {
    const departure = createDeparture();
    departure.follow(null, leaving());
    expect(departure.way()).toEqual({ mode: 'monitor' });
    departure.follow(leaving(), household({ mode: 'off' }));
    departure.follow(household({ mode: 'off' }), leaving());
    departure.follow(leaving(), leaving({ at: '2026-11-24T02:00:05.000Z' }));
    expect(departure.way()).toEqual({ mode: 'off' });
    const home = household({ mode: 'alert', profile: 'home' });
    departure.follow(home, leaving());
    expect(departure.way()).toEqual({ mode: 'alert', profile: 'home', now: true });
  });
});
