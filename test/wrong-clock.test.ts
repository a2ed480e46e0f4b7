import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../server/clock.ts';
import { type OpenedStream, openStream } from './event-stream.ts';
import { createWiredHouse, type WiredHouse } from './wired-house.ts';

const hour = 3_600_000;
const configuration = (duration: number) => `
timeZone: UTC
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
alarm: { duration: ${duration} }
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: door, kind: contact, line: 17, glitchMs: 0, settleMs: 0 }
    - { id: hall, kind: motion, line: 27, glitchMs: 0, settleMs: 0 }
`;

describe('a hub whose clock jumps', () => {
  const real = createClock();
  let shift: number;
  let house: WiredHouse;
  let stream: OpenedStream;
  const moved: { sensor: string; kind: string; at: number }[] = [];
  const clock = { wall: () => real.wall() + shift, steady: real.steady };

  async function open(duration: number): Promise<void> {
    house = createWiredHouse(configuration(duration), clock);
    await house.start();
    stream = await openStream(house.address(), house.admin());
  }
  beforeEach(() => {
    shift = 0;
    moved.length = 0;
  });
  afterEach(async () => {
    stream.close();
    await house.remove();
  });

  const told = () => stream.messages.filter(({ event }) => event === 'event');
  const alarmState = async () => (await house.ask('/api/status')).alarm.state;

  /** Resolves when the hub has told of it. */
  async function move(line: 17 | 27, level: 0 | 1): Promise<void> {
    moved.push({
      sensor: line === 17 ? 'door' : 'hall',
      kind: level === 1 ? 'trigger' : 'reset',
      at: clock.wall(),
    });
    house.move(line, level);
    await stream.next(() => told().length === moved.length);
  }

  it('loses nothing, keeps the order, and gives each event the time that the clock showed', async () => {
    await open(300);
    for (const hours of [0, 1, -1, 2, -2, 0]) {
      shift = hours * hour;
      for (const [line, level] of [
        [17, 1],
        [27, 1],
        [17, 0],
        [27, 0],
      ] as const) {
        await move(line, level);
      }
    }
    const expected = moved.map(({ sensor, kind }) => ({ sensor, kind }));
    expect(told().map(({ data: { sensor, kind } }) => ({ sensor, kind }))).toEqual(expected);
    for (const [index, { data }] of told().entries()) {
      // Far less than the jumps, and more than a busy machine needs between two lines of the test.
      expect(Math.abs(Date.parse(data.at) - (moved[index]?.at ?? 0))).toBeLessThan(hour / 2);
    }
    const days = [-24, 0, 24].map(hours => new Date(Date.now() + hours * hour).toISOString());
    const found: { id: string }[] = [];
    for (const day of days) {
      found.push(...(await house.ask(`/api/events?day=${day.slice(0, 10)}`)).events);
    }
    const ids = told().map(({ data }) => data.id);
    expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('back an hour ends an alarm in its time', async () => {
    await open(1);
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    await move(27, 1);
    shift = -hour;
    await stream.next(({ event, data }) => event === 'status' && data.alarm.memory);
    expect(await alarmState()).toBe('armed');
  });

  it('forward an hour ends no alarm', async () => {
    await open(900);
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    await move(27, 1);
    shift = hour;
    // No trip, which would raise it anew.
    await move(27, 0);
    expect(await alarmState()).toBe('triggered');
  });
});
