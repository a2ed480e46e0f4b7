import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from '../server/clock.ts';
import { movedWords } from '../server/clock-correction.ts';
import { createClockDoubt } from '../server/clock-doubt.ts';
import { createClockTrust } from '../server/clock-trust.ts';
import { correctTimes, timesIn } from '../server/correct-times.ts';
import type { AuditEntry, Event, Status } from '../server/protocol.ts';
import { openStream } from './event-stream.ts';
import { until } from './until.ts';
import { createWiredHouse, type WiredHouse } from './wired-house.ts';

const minute = 60_000;
const hour = 60 * minute;
const behindMs = 3 * hour + 12 * minute;

describe('times of a clock that was not set', () => {
  it('keep their order and their distances when they are corrected, however often it jumped', () => {
    // Far longer than what passes in all: no other span shows the same time.
    const far = fc.integer({ min: 1e9, max: 1e12 });
    const steps = fc.array(
      fc.record({
        passMs: fc.integer({ min: 1, max: 10 * minute }),
        jumpMs: fc.oneof(
          fc.constant(0),
          far,
          far.map(ms => -ms),
        ),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 1e10, max: 2e10 }), (all, lastJump) => {
        const time = { steady: 1e12, wall: 2e11 };
        let isTrusted = false;
        const doubt = createClockDoubt(
          { wall: () => time.wall, steady: () => time.steady },
          () => isTrusted,
        );
        const taken: { at: number; steady: number }[] = [];
        for (const { passMs, jumpMs } of all) {
          time.steady += passMs;
          time.wall += passMs + jumpMs;
          expect(doubt.note()).toBe(true);
          taken.push({ at: time.wall, steady: time.steady });
        }
        time.wall += lastJump * 1e4;
        isTrusted = true;
        expect(doubt.note()).toBe(false);
        const offset = time.wall - time.steady;
        expect(taken.map(({ at }) => doubt.correct(at))).toEqual(
          taken.map(({ steady }) => steady + offset),
        );
      }),
    );
  });

  it('are left alone when they are of another day, and in what was there before', () => {
    const time = { steady: 1000, wall: 5000 };
    let isTrusted = false;
    const clock = { wall: () => time.wall, steady: () => time.steady };
    const doubt = createClockDoubt(clock, () => isTrusted);
    doubt.note();
    time.wall += hour;
    isTrusted = true;
    const lastWeek = 5000 - 7 * 24 * hour;
    expect([doubt.correct(5000), doubt.correct(lastWeek)]).toEqual([5000 + hour, lastWeek]);
    const before = timesIn({ since: 4999, trips: [{ at: 4998, steady: 1 }] });
    expect([...before]).toEqual([4999, 4998]);
    const now = { since: 4999, deadline: 5000, trips: [{ at: 4998, lastAt: 5000, steady: 5000 }] };
    expect(correctTimes(now, before, doubt.correct)).toEqual({
      ...{ since: 4999, deadline: 5000 },
      trips: [{ at: 4998, lastAt: 5000 + hour, steady: 5000 }],
    });
    doubt.clear();
    expect(doubt.correct(5000)).toBe(5000);
  });

  it.each([
    [14, behindMs, '14 events moved by 3 h 12 min'],
    [1, -30_000, '1 event moved back by 1 min'],
    [0, 400, '0 events moved by 0 s'],
    [2, 49 * hour, '2 events moved by 2 d 1 h'],
  ])('are said to be: %#', (events, moveMs, words) => {
    expect(movedWords(events, moveMs)).toBe(words);
  });
});

describe('trust in the clock', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sec53-timesync-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('waits for systemd where it sets the clock, and stays once it has', () => {
    const timesync = join(folder, 'timesync');
    const world = { wall: 10, steady: 0 };
    const clock = { wall: () => world.wall, steady: () => world.steady };
    const create = () => createClockTrust({ ...clock, trustedFrom: 5, timesync });
    expect(create()()).toBe(true);
    mkdirSync(timesync);
    const isTrusted = create();
    expect(isTrusted()).toBe(false);
    writeFileSync(join(timesync, 'synchronized'), '');
    expect(isTrusted()).toBe(true);
    rmSync(timesync, { recursive: true });
    mkdirSync(timesync);
    expect(isTrusted()).toBe(true);
    world.wall = 4;
    expect(isTrusted()).toBe(false);
    // Where there is no network nobody waits for ever: the history must go on.
    world.wall = 10;
    const waiting = create();
    world.steady += 12 * 3_600_000 - 1;
    expect(waiting()).toBe(false);
    world.steady += 1;
    expect(waiting()).toBe(true);
  });
});

describe('a hub whose clock is set while it runs', () => {
  const real = createClock();
  let shift: number;
  let house: WiredHouse;
  const clock: Clock = { wall: () => real.wall() + shift, steady: real.steady };

  beforeEach(async () => {
    shift = 0;
    house = createWiredHouse(
      `
timeZone: UTC
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  list:
    - { id: door, kind: contact, line: 17, glitchMs: 0, settleMs: 0 }
    - { id: gate, kind: contact, line: 22, glitchMs: 0, settleMs: 0 }
`,
      clock,
    );
    await house.start();
    await house.stop();
    shift = -behindMs;
  });
  afterEach(() => house.remove());

  /** What the history's own file holds. */
  function history(): { at: number; sensor: string }[] {
    const file = new Database(join(dirname(house.pki), 'history.db'), { readonly: true });
    const rows = file.prepare('select at, sensor from events order by at, id').all();
    file.close();
    return rows as ReturnType<typeof history>;
  }
  const days = () =>
    [-behindMs, 0].map(ms => new Date(real.wall() + ms).toISOString().slice(0, 10));
  async function ofDays<T>(path: string, key: string): Promise<T[]> {
    const found: T[] = [];
    for (const day of new Set(days())) found.push(...(await house.ask(`${path}?day=${day}`))[key]);
    return found;
  }
  const isNear = (at: string | null | undefined) =>
    Math.abs(Date.parse(at ?? '') - real.wall()) < hour;

  it('shows what is in doubt, corrects all of it at once, and gives the history what is right', async () => {
    await house.start();
    const stream = await openStream(house.address(), house.admin());
    expect((await house.ask('/api/status')).flags).toContain('clock');
    const told = () => stream.messages.filter(({ event }) => event === 'event');
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    for (const [line, level] of [
      [17, 1],
      [22, 1],
      [17, 0],
      [22, 0],
    ] as const) {
      const count = told().length + 1;
      house.move(line, level);
      await stream.next(() => told().length === count);
    }
    expect(told().every(({ data }) => data.doubtful === true && !isNear(data.at))).toBe(true);
    const seen = await ofDays<Event>('/api/events', 'events');
    expect(seen.map(({ sensor, doubtful }) => [sensor, doubtful])).toEqual(
      ['door', 'gate', 'door', 'gate'].map(sensor => [sensor, true]),
    );
    expect(history()).toEqual([]);

    shift = 0;
    await stream.next(({ event }) => event === 'reset');
    stream.close();
    const events = await ofDays<Event>('/api/events', 'events');
    expect(events.map(({ id }) => id)).toEqual(seen.map(({ id }) => id));
    expect(events.every(({ at, doubtful }) => isNear(at) && doubtful === undefined)).toBe(true);
    const status: Status = await house.ask('/api/status');
    expect(status.flags).not.toContain('clock');
    expect([isNear(status.since), ...status.sensors.map(({ since }) => isNear(since))]).toEqual([
      ...[true, true, true],
    ]);
    const { incident } = status;
    expect(isNear(incident?.openedAt) && isNear(incident?.confirmedAt)).toBe(true);
    expect(incident?.trips.every(({ at, lastAt }) => isNear(at) && isNear(lastAt))).toBe(true);
    const { steps } = await house.ask(`/api/incidents/${incident?.id}`);
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.every(({ at }: { at: string }) => isNear(at))).toBe(true);
    const audit = await ofDays<AuditEntry>('/api/audit', 'entries');
    expect(audit.filter(({ action }) => action === 'clock').map(({ detail }) => detail)).toEqual([
      'the clock was set: 4 events moved by 3 h 12 min',
    ]);
    const shipped = await until(() => (history().length === 4 ? history() : undefined));
    expect(shipped.map(({ sensor }) => sensor)).toEqual(['door', 'gate', 'door', 'gate']);
    expect(shipped.every(({ at }) => real.wall() - at < hour)).toBe(true);
  });

  it('and one that never is keeps its times, which the next run ships and says', async () => {
    await house.start();
    house.move(17, 1);
    await until(async () => {
      const found = await ofDays<Event>('/api/events', 'events');
      return found.length === 1 ? found : undefined;
    });
    await house.stop();
    expect(history()).toEqual([]);
    shift = 0;
    await house.start();
    const shipped = await until(() => (history().length === 1 ? history() : undefined));
    expect(real.wall() - (shipped[0]?.at ?? 0)).toBeGreaterThan(behindMs - hour);
    const audit = await ofDays<AuditEntry>('/api/audit', 'entries');
    const said = audit.filter(({ action }) => action === 'clock').map(({ detail }) => detail);
    expect(said).toEqual([
      expect.stringMatching(
        /^\d+ records of an earlier run keep the time of a clock that was never set$/,
      ),
    ]);
  });
});
