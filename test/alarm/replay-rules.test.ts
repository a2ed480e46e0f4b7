import { describe, expect, it } from 'vitest';
import type { Zone } from '../../server/alarm/alarm-rules.ts';
import type { compareAlarms } from '../../server/alarm/compare-alarms.ts';
import { readModeWords } from '../../server/alarm/read-mode-words.ts';
import { replayPast } from '../../server/alarm/replay-past.ts';
import { createRulesReplay, type ReplayHouse } from '../../server/alarm/replay-rules.ts';
import { rulesOf } from '../../server/alarm/rules.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { StoredAudit, StoredEvent } from '../../server/history/history.ts';
import type { EventKind, Mode } from '../../server/protocol.ts';
import { createTimeZone } from '../../server/time-zone.ts';

const start = Date.parse('2026-11-20T10:00:00Z');
const second = 1000;
const minute = 60 * second;
const zone = createTimeZone('Australia/Melbourne');
const by = { name: 'Mum', via: 'certificate' as const };

function house(
  zones: Record<string, Partial<Zone>> = {},
  rules: Partial<ReplayHouse['rules']> = {},
): ReplayHouse {
  const known = { ...rulesOf(loadConfig({ file: undefined, environment: {} })), ...rules };
  const contact = (sensor: string): Zone => ({
    ...{ sensor, name: sensor.toUpperCase(), sensorKind: 'contact', kind: 'instant' },
    ...{ profiles: ['away'], ...zones[sensor] },
  });
  return { rules: known, zones: ['door', 'window', 'hall'].map(contact) };
}

let count = 0;
function event(at: number, sensor: string, kind: EventKind = 'trigger', mode: Mode = 'alert') {
  count += 1;
  return { id: `event-${count}`, at: start + at, sensor, kind, mode } satisfies StoredEvent;
}

function order(at: number, detail: string): StoredAudit {
  return { id: `order-${at}`, at: start + at, by, action: 'mode', detail };
}

/** What a hub with this past would answer. */
function play(
  past: {
    events: StoredEvent[];
    orders?: StoredAudit[];
    real?: Parameters<typeof compareAlarms>[2];
  },
  before: ReplayHouse,
  after: ReplayHouse,
  wall = start + 3_600_000,
) {
  const { events, orders = [], real = [] } = past;
  return replayPast(
    {
      zone,
      clock: { steady: () => performance.now(), wall: () => wall },
      reader: {
        audit: async ({ from, to }, action) =>
          orders.filter(row => row.action === action && row.at >= from && row.at < to),
        async *pages({ from, to }) {
          yield events.filter(({ at }) => at >= from && at < to);
        },
      },
    },
    { before, after, realSince: () => real, checkWanted: () => undefined },
  );
}

describe('the past, played with other rules', () => {
  it('is what it was with the same rules', async () => {
    const events = [event(0, 'door'), event(minute, 'window'), event(20 * minute, 'hall')];
    const orders = [order(-minute, 'from monitor to alert (away)')];
    const same = await play({ events, orders }, house(), house());
    // The second trip joins the first alarm; the third comes after its alarm time.
    expect(same).toMatchObject({ days: 1, events: 3, before: 2, after: 2, differences: [] });
  });

  it('raises no alarm where an entry delay is disarmed in time, and one where it is not', async () => {
    const delayed = house(
      { door: { kind: 'delay' } },
      { delays: { ...house().rules.delays, away: { exitMs: 0, entryMs: 30 * second } } },
    );
    const orders = [
      order(-minute, 'from monitor to alert (away)'),
      order(20 * second, 'from alert to monitor'),
      order(5 * minute, 'from monitor to alert (away)'),
    ];
    const events = [event(0, 'door'), event(10 * minute, 'door')];
    const report = await play({ events, orders }, house(), delayed);
    expect([report.before, report.after]).toEqual([2, 1]);
    // The second one is the same alarm, thirty seconds later.
    expect(report.differences).toEqual([
      { at: new Date(start).toISOString(), sensors: ['door'], isRaised: 'before' },
    ]);
  });

  it('takes the mode from an event where no order is known', async () => {
    const events = [
      event(0, 'door', 'trigger', 'monitor'),
      event(minute, 'window'),
      event(2 * minute, 'window', 'reset', 'monitor'),
      event(20 * minute, 'hall'),
    ];
    expect((await play({ events }, house(), house())).before).toBe(2);
  });

  it('leaves out what was left out, and listens to a profile', async () => {
    const events = [event(0, 'door'), event(minute, 'hall')];
    const orders = [order(-minute, 'from monitor to alert (away); left out: HALL, DOOR')];
    expect((await play({ events, orders }, house(), house())).before).toBe(0);
    const night = [order(-minute, 'from monitor to alert (night)')];
    const asleep = house({ door: { profiles: ['night'] } });
    const report = await play({ events, orders: night }, house(), asleep);
    expect([report.before, report.after]).toEqual([0, 1]);
  });

  it('names real alarms that the new rules would miss', async () => {
    const trip = (sensor: string, at: number) => ({
      ...{ sensor, name: sensor, sensorKind: 'contact' as const, at: start + at, count: 1 },
      ...{ lastAt: start + at, steady: 0, recent: [], isWhileOff: false, isFault: false },
    });
    const real = [
      { id: 'one', openedAt: start, trips: [trip('door', 0)] },
      { id: 'two', openedAt: start + 20 * minute, trips: [trip('hall', 20 * minute)] },
    ];
    const orders = [order(-minute, 'from monitor to alert (away)')];
    const events = [event(0, 'door'), event(20 * minute, 'hall')];
    const report = await play(
      { events, orders, real },
      house(),
      house({ door: { kind: 'chime' } }),
    );
    expect(report.real).toEqual({
      known: 2,
      lost: [{ at: new Date(start).toISOString(), sensors: ['door'] }],
    });
  });

  it('is at most 90 local days', async () => {
    const old = { ...event(0, 'door'), at: Date.parse('2026-08-26T13:59:59.999Z') };
    const first = { ...event(0, 'door'), at: Date.parse('2026-08-26T14:00:00Z') };
    const now = Date.parse('2026-11-24T02:00:00Z');
    const report = await play({ events: [old, first] }, house(), house(), now);
    expect([report.days, report.events]).toEqual([90, 1]);
    expect((await play({ events: [] }, house(), house(), now)).days).toBe(0);
  });

  it('holds nobody up meanwhile', async () => {
    const orders = [order(-minute, 'from monitor to alert (away)')];
    const events = Array.from({ length: 50_000 }, (_, index) => event(index, 'door'));
    let others = 0;
    let isOver = false;
    const look = () => {
      others += 1;
      if (!isOver) setImmediate(look);
    };
    setImmediate(look);
    const report = await play({ events, orders }, house(), house());
    isOver = true;
    expect(report.events).toBe(50_000);
    // Others had their turn while it ran, not only before and after.
    expect(others).toBeGreaterThan(5);
  });
});

it('a replay that nobody waits for any more is given up in between', async () => {
  const events = Array.from({ length: 1000 }, (_, index) => event(index, 'door'));
  let asked = 0;
  const task = { before: house(), after: house(), realSince: () => [] };
  const reader = {
    audit: async () => [],
    async *pages() {
      yield events;
      yield events;
      throw new Error('it went on');
    },
  };
  const clock = { steady: () => performance.now(), wall: () => start };
  const checkWanted = () => {
    asked += 1;
    if (asked > 2) throw new Error('given up');
  };
  await expect(replayPast({ zone, clock, reader }, { ...task, checkWanted })).rejects.toThrow(
    'given up',
  );
});

describe('a replay', () => {
  it('arms late, or not at all, by the exit delay of its rules', () => {
    const rules = { delays: { ...house().rules.delays, away: { exitMs: 60_000, entryMs: 0 } } };
    const armed = (isOpen: boolean) => {
      const replay = createRulesReplay(house({}, rules));
      if (isOpen) replay.step({ ...event(-minute, 'window'), type: 'event' });
      const mode = { type: 'mode', mode: 'alert', profile: 'away', bypass: [] } as const;
      replay.step({ ...mode, at: start });
      replay.step({ ...event(30 * second, 'door'), type: 'event' });
      replay.step({ ...event(31 * second, 'door', 'reset'), type: 'event' });
      replay.step({ ...event(2 * minute, 'hall'), type: 'event' });
      return replay.alarms.map(({ sensors }) => sensors);
    };
    expect(armed(false)).toEqual([['hall']]);
    expect(armed(true)).toEqual([]);
  });

  it('believes a group only together, and says since when', () => {
    const groups = [{ name: 'g', sensors: ['door', 'hall'], trips: 2, windowMs: minute }];
    const only = { isGroupOnly: true } as const;
    const replay = createRulesReplay(house({ door: only, hall: only }, { groups }));
    replay.step({ type: 'mode', at: start, mode: 'alert', profile: 'away', bypass: [] });
    replay.step({ ...event(minute, 'door'), type: 'event' });
    replay.step({ ...event(minute + 50 * second, 'hall'), type: 'event' });
    expect(replay.alarms).toMatchObject([
      { from: start + minute, at: start + minute + 50 * second, sensors: ['door', 'hall'] },
    ]);
  });

  it('passes over sensors that the house does not have', () => {
    const replay = createRulesReplay(house());
    replay.step({ type: 'mode', at: start, mode: 'alert', profile: 'away', bypass: [] });
    replay.step({ ...event(minute, 'shed'), type: 'event' });
    expect(replay.alarms).toEqual([]);
  });
});

describe('the words of an order', () => {
  it.each([
    ['from off to monitor', { mode: 'monitor', profile: null }],
    ['from alert to off', { mode: 'off', profile: null }],
    ['from monitor to alert (night)', { mode: 'alert', profile: 'night' }],
    ['from monitor to alert', { mode: 'alert', profile: 'away' }],
    [
      'from alert to alert (home); left out: A',
      { mode: 'alert', profile: 'home', isAtOnce: false },
    ],
    ['from off to alert (away), at once; left out: A', { profile: 'away', isAtOnce: true }],
  ])('%s', (detail, expected) => {
    expect(readModeWords(detail)).toMatchObject(expected);
  });

  it('tell who was left out by somebody, also by names with commas', () => {
    const words = readModeWords(
      'from off to alert (away); left out: Door, back, Hall (by itself), Loft',
    );
    const names = ['Door, back', 'Loft', 'Hall', 'back, Hall', 'Lo'];
    expect(names.map(name => words?.isLeftOut(name))).toEqual([true, true, false, false, false]);
  });

  it.each(['', 'asked for a restart', 'from here to alert', 'from off to armed'])(
    'are not these: %j',
    detail => expect(readModeWords(detail)).toBeUndefined(),
  );
});
