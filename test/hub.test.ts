import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStream } from './event-stream.ts';
import { createWiredHouse, type WiredHouse } from './wired-house.ts';

let house: WiredHouse;

beforeEach(() => {
  house = createWiredHouse(`
timeZone: UTC
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: door, name: Laundry door, kind: contact, line: 17 }
    - { id: hall, name: Hall, kind: motion, line: 27 }
`);
});
afterEach(() => house.remove());

describe('a hub with wired sensors', () => {
  it('tells a short opening as one trigger and one reset, live and in the day', async () => {
    await house.start();
    const stream = await openStream(house.address(), house.admin());
    await stream.next(({ event }) => event === 'status');
    house.move(17, 1);
    const trigger = await stream.next(({ data }) => data.kind === 'trigger');
    house.move(17, 0);
    const reset = await stream.next(({ data }) => data.kind === 'reset');
    stream.close();
    const { events } = await house.ask(`/api/events?day=${trigger.data.at.slice(0, 10)}`);
    expect(events).toEqual([trigger.data, reset.data]);
  });

  it('makes no event of a first level at rest, and a trigger of one that is not', async () => {
    house.move(17, 1);
    await house.start();
    const { sensors, startedAt } = await house.ask('/api/status');
    expect(sensors.map(({ state }: { state: string }) => state)).toEqual(['open', 'idle']);
    const { events } = await house.ask(`/api/events?day=${startedAt.slice(0, 10)}`);
    expect(events).toMatchObject([{ sensor: 'door', kind: 'trigger' }]);
  });

  it('notices what changed while it was off, takes it for a trip in ALERT, and reports it', async () => {
    await house.start();
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    await house.stop();
    house.move(17, 1);
    await house.start();
    const status = await house.ask('/api/status');
    expect(status.alarm.state).toBe('triggered');
    expect(status.incident.trips).toMatchObject([{ sensor: 'door' }]);
    const { entries } = await house.ask(`/api/audit?day=${status.startedAt.slice(0, 10)}`);
    expect(entries.at(-1).detail).toMatch(
      /in alert \(away\) before and now; changed while the hub was off: Laundry door$/,
    );
  });

  it('goes on without a sensor that cannot be opened, says why, and will not arm over it', async () => {
    house.breakLine(17);
    await house.start();
    const status = await house.ask('/api/status');
    expect(status.flags).toContain('fault');
    expect(status.sensors[0].state).toBe('fault');
    expect(house.logged()).toContain('held by another program; stop it');
    const refusal = await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    expect(refusal.blockers).toEqual([{ sensor: 'door', reason: 'fault' }]);
    const armed = await house.ask('/api/mode', 'PUT', { mode: 'alert', bypass: ['door'] });
    expect(armed.mode).toBe('alert');
  });

  it('records nothing of what moves in OFF', async () => {
    await house.start();
    await house.ask('/api/mode', 'PUT', { mode: 'off' });
    const stream = await openStream(house.address(), house.admin());
    house.move(27, 1);
    await stream.next(({ data }) => data.sensors?.[1]?.state === 'active');
    expect(stream.messages.every(({ event }) => event === 'status')).toBe(true);
    stream.close();
    const { startedAt } = await house.ask('/api/status');
    const { events } = await house.ask(`/api/events?day=${startedAt.slice(0, 10)}`);
    expect(events).toEqual([]);
  });
});
