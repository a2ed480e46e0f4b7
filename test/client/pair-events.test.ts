import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairEvents } from '../../client/data/pair-events.ts';
import type { Event, EventKind } from '../../server/protocol.ts';

const noon = Date.parse('2026-11-24T01:00:00.000Z');

function event(seconds: number, sensor: string, kind: EventKind): Event {
  const at = new Date(noon + seconds * 1000).toISOString();
  return { id: `${seconds}`.padStart(6, '0') + sensor + kind, at, sensor, kind, mode: 'monitor' };
}

const anyEvent = fc
  .tuple(
    fc.integer({ min: 0, max: 500 }),
    fc.constantFrom('door', 'hall', 'shed'),
    fc.constantFrom<EventKind>('trigger', 'reset'),
  )
  .map(([seconds, sensor, kind]) => event(seconds, sensor, kind));

const anyDay = fc.uniqueArray(anyEvent, { selector: ({ id }) => id, maxLength: 60 });

describe('pairEvents', () => {
  it('pairs a trigger with the reset of the same sensor', () => {
    const [hall, door] = pairEvents([
      event(0, 'door', 'trigger'),
      event(5, 'hall', 'trigger'),
      event(18, 'door', 'reset'),
      event(60, 'hall', 'reset'),
    ]);
    expect(door).toMatchObject({ sensor: 'door', ending: 'reset' });
    expect(Date.parse(door?.endAt ?? '') - Date.parse(door?.startAt ?? '')).toBe(18_000);
    expect(hall).toMatchObject({ sensor: 'hall', ending: 'reset' });
  });

  it('is in doubt when one of its times is', () => {
    const start = event(0, 'door', 'trigger');
    const end = event(18, 'door', 'reset');
    const isDoubtful = (...events: Event[]) => pairEvents(events)[0]?.isDoubtful;
    expect(isDoubtful(start, end)).toBe(false);
    expect(isDoubtful({ ...start, doubtful: true }, end)).toBe(true);
    expect(isDoubtful(start, { ...end, doubtful: true })).toBe(true);
    expect(isDoubtful({ ...end, doubtful: true })).toBe(true);
  });

  it('leaves a trigger without a reset open', () => {
    expect(pairEvents([event(0, 'door', 'trigger')])).toMatchObject([
      { ending: 'open', endAt: null },
    ]);
  });

  it('takes a first reset as the end of something older than the list', () => {
    expect(pairEvents([event(9, 'door', 'reset')])).toMatchObject([
      { ending: 'before', startAt: null },
    ]);
  });

  it('tells a reset that lost its trigger from one that began before the list', () => {
    const episodes = pairEvents([
      event(0, 'door', 'trigger'),
      event(1, 'door', 'reset'),
      event(2, 'door', 'reset'),
    ]);
    expect(episodes.map(({ ending }) => ending)).toEqual(['unseen', 'reset']);
  });

  it('marks a trigger whose reset was never recorded', () => {
    const episodes = pairEvents([event(0, 'door', 'trigger'), event(1, 'door', 'trigger')]);
    expect(episodes.map(({ ending }) => ending)).toEqual(['open', 'lost']);
  });

  it('keeps every event in exactly one episode', () => {
    fc.assert(
      fc.property(anyDay, events => {
        const times = pairEvents(events)
          .flatMap(({ sensor, startAt, endAt }) => [
            startAt && `${sensor} trigger ${startAt}`,
            endAt && `${sensor} reset ${endAt}`,
          ])
          .filter(entry => entry !== null);
        const expected = events.map(({ sensor, kind, at }) => `${sensor} ${kind} ${at}`);
        expect(times.sort()).toEqual(expected.sort());
      }),
    );
  });

  it('never ends an episode before it began, and leaves at most one a sensor open', () => {
    fc.assert(
      fc.property(anyDay, events => {
        const episodes = pairEvents(events);
        for (const { startAt, endAt } of episodes) {
          if (startAt && endAt) expect(startAt <= endAt).toBe(true);
        }
        const open = episodes.filter(({ ending }) => ending === 'open').map(({ sensor }) => sensor);
        expect(new Set(open).size).toBe(open.length);
      }),
    );
  });

  it('does not depend on the order in which events arrive, and shows the newest first', () => {
    fc.assert(
      fc.property(anyDay, fc.infiniteStream(fc.nat()), (events, weights) => {
        const shuffled = events
          .map(entry => ({ entry, weight: weights.next().value ?? 0 }))
          .sort((a, b) => a.weight - b.weight)
          .map(({ entry }) => entry);
        const episodes = pairEvents(shuffled);
        expect(episodes).toEqual(pairEvents(events));
        const firsts = episodes.map(({ startAt, endAt }) => startAt ?? endAt ?? '');
        expect(firsts).toEqual([...firsts].sort().reverse());
      }),
    );
  });
});
