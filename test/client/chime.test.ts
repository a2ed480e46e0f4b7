import { describe, expect, it } from 'vitest';
import { createChimes, isChimeOn, setChime } from '../../client/data/chime.ts';
import type { SensorStatus, Status } from '../../server/protocol.ts';
import { household, memory, sensor } from './household.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 2) + second * 1000).toISOString();

/** What the hub says at a second, of a door with a chime that has been so since another. */
function said(
  second: number,
  state: SensorStatus['state'],
  since: number,
  more: Partial<Status> = {},
): Status {
  const door = sensor('Front door', state, { chime: true, since: at(since) });
  return household({ at: at(second), mode: 'off', sensors: [door], ...more });
}

/** A phone that hears the hub at once; answers the names of what chimes. */
function phone() {
  const chimes = createChimes();
  return (status: Status, isLive = true, heldUpMs = 0) =>
    chimes({ status, steadyMs: 1_000 }, isLive, 1_000 + heldUpMs).map(({ name }) => name);
}

const closed = said(0, 'closed', -60);
const open = said(3, 'open', 3);

describe('a chime', () => {
  it('is of a door that opens, in Off as in Monitor, once a trip', () => {
    for (const mode of ['off', 'monitor'] as const) {
      const hear = phone();
      expect(hear({ ...closed, mode })).toEqual([]);
      expect(hear({ ...open, mode })).toEqual(['Front door']);
      expect(hear({ ...open, mode })).toEqual([]);
      expect(hear(said(4, 'open', 3, { mode }))).toEqual([]);
      expect(hear(said(5, 'closed', 5, { mode }))).toEqual([]);
      expect(hear(said(6, 'open', 6, { mode }))).toEqual(['Front door']);
    }
  });

  it('is once of a trip that an answer which was long on its way tells again', () => {
    const hear = phone();
    hear(closed);
    expect(hear(open)).toEqual(['Front door']);
    expect(hear(closed)).toEqual([]);
    expect(hear(said(4, 'open', 3))).toEqual([]);
    expect(hear(said(5, 'closed', 5))).toEqual([]);
    expect(hear(said(4, 'open', 3))).toEqual([]);
  });

  it('is of a sensor that has one, and of motion as of a door', () => {
    const hear = phone();
    const rooms = (state: 'idle' | 'active', since: number) =>
      household({
        at: at(since),
        sensors: [
          sensor('Hall', state, { kind: 'motion', chime: true, since: at(since) }),
          sensor('Shed', state === 'idle' ? 'closed' : 'open', { since: at(since) }),
        ],
      });
    hear(rooms('idle', 0));
    expect(hear(rooms('active', 2))).toEqual(['Hall']);
  });

  it('is never in Alert, nor of what opened in Alert once it is over', () => {
    const hear = phone();
    hear({ ...closed, mode: 'alert' });
    expect(hear({ ...open, mode: 'alert' })).toEqual([]);
    expect(hear(said(4, 'open', 3))).toEqual([]);
  });

  it('is never of what the hub says first, nor of what the stream repeats before that', () => {
    const hear = phone();
    expect(hear(open)).toEqual([]);
    hear(said(5, 'closed', 5));
    expect(hear(said(5, 'closed', 5), false)).toEqual([]);
    expect(hear(said(5, 'closed', 5))).toEqual([]);
    // Repeated: the door moves, and the hub has not yet said anew how it is.
    expect(hear(said(5, 'open', 6))).toEqual([]);
    expect(hear(said(7, 'open', 6))).toEqual([]);
    expect(hear(said(8, 'closed', 8))).toEqual([]);
    expect(hear(said(9, 'open', 9))).toEqual(['Front door']);
  });

  it('is not of a fault that ends, nor of what was held up', () => {
    const hear = phone();
    hear(said(0, 'fault', -60));
    expect(hear(open)).toEqual([]);
    hear(said(5, 'closed', 5));
    expect(hear(said(5, 'open', 6), true, 60_000)).toEqual([]);
  });

  it('is off until this phone wants it', () => {
    const storage = memory();
    expect(isChimeOn(storage)).toBe(false);
    setChime(storage, true);
    expect(isChimeOn(storage)).toBe(true);
    setChime(storage, false);
    expect(isChimeOn(storage)).toBe(false);
  });
});
