import { describe, expect, it } from 'vitest';
import { againstArming, stillAgainst } from '../../client/data/blockers.ts';
import { createDeparture, unseenFailure } from '../../client/data/departure.ts';
import { cancelWords } from '../../client/words/mode.ts';
import type { Status } from '../../server/protocol.ts';
import { household, memory, sensor } from './household.ts';

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

describe('a departure that came to nothing', () => {
  const failed = {
    ...{ at: '2026-11-24T02:00:45.000Z', profile: 'away' as const, bypass: ['Shed'] },
    blockers: [{ sensor: 'Laundry window', reason: 'open' as const }],
  };
  const house = household({ alarm: { ...household().alarm, failed } });

  it('is what the hub says, whatever this phone saw of it and whatever its clock shows', () => {
    expect(unseenFailure(house, null)).toEqual(failed);
    expect(unseenFailure(household(), null)).toBeNull();
    expect(unseenFailure(leaving(), null)).toBeNull();
  });

  it('is put away on this phone until it happens again', () => {
    const storage = memory();
    const departure = createDeparture(storage);
    departure.putAway(failed);
    expect(unseenFailure(house, departure.seen.value)).toBeNull();
    expect(unseenFailure(house, createDeparture(storage).seen.value)).toBeNull();
    const again = { ...failed, at: '2026-11-24T03:00:45.000Z' };
    const anew = household({ alarm: { ...household().alarm, failed: again } });
    expect(unseenFailure(anew, departure.seen.value)).toEqual(again);
  });

  it('is no more put away once somebody has signed out', () => {
    const storage = memory();
    const departure = createDeparture(storage);
    departure.putAway(failed);
    departure.forget();
    expect(departure.seen.value).toBeNull();
    expect(createDeparture(storage).seen.value).toBeNull();
  });

  it('is put away without storage, too', () => {
    const fail = () => {
      throw new Error('no storage');
    };
    const departure = createDeparture({ getItem: fail, setItem: fail, removeItem: fail });
    departure.putAway(failed);
    expect(unseenFailure(house, departure.seen.value)).toBeNull();
  });
});

describe('what takes an arming back', () => {
  it('is named by what comes of it', () => {
    expect(cancelWords('off')).toBe('Cancel');
    expect(cancelWords('monitor')).toBe('Cancel');
    expect(cancelWords('alert')).toBe('Stay as it was');
    expect(cancelWords(undefined)).toBe('Cancel');
  });
});
