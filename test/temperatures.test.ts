import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPushedClock } from './pushed-clock.ts';
import { send } from './request.ts';
import { until } from './until.ts';
import { createWiredHouse, type WiredHouse } from './wired-house.ts';

const lounge = '28-000000000001';
const shed = '28-000000000002';
let house: WiredHouse;
let clock: ReturnType<typeof createPushedClock>;

beforeEach(() => {
  clock = createPushedClock();
  house = createWiredHouse(
    `
timeZone: UTC
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  temperatureEvery: 3600
  list:
    - { id: door, name: Laundry door, kind: contact, line: 17 }
    - { id: lounge, name: Lounge, kind: temperature, device: ${lounge}, low: 2, high: 45 }
    - { id: shed, name: Shed, kind: temperature, device: ${shed} }
`,
    clock,
  );
});
afterEach(() => house.remove());

const stateOf = async (id: string) => {
  const { sensors } = await house.ask('/api/status');
  return sensors.find((sensor: { id: string }) => sensor.id === id);
};

/** A start reads all of them; the last one of the list is read last. */
async function startAndRead(): Promise<void> {
  const startedAt = clock.wall();
  await house.start();
  await until(async () => {
    const { state, since } = await stateOf('shed');
    return state !== 'unknown' && Date.parse(since) >= startedAt ? true : undefined;
  });
}

/** Time in which the hub is off. */
async function restart(ms: number): Promise<void> {
  await house.stop();
  clock.push(ms);
  await startAndRead();
}

describe('a hub with thermometers', () => {
  it('alerts in OFF after two readings with a restart between, once, and says when it is over', async () => {
    house.heat(lounge, 47);
    house.heat(shed, 5);
    await startAndRead();
    await house.ask('/api/mode', 'PUT', { mode: 'off' });
    expect((await house.ask('/api/status')).incident).toBeNull();
    house.heat(lounge, 47.25);
    await restart(301_000);
    const { incident, mode } = await house.ask('/api/status');
    expect(mode).toBe('off');
    expect(incident).toMatchObject({
      kind: 'temperature',
      trips: [{ sensor: 'lounge', count: 1 }],
    });
    await restart(301_000);
    house.heat(lounge, 43);
    await restart(301_000);
    await restart(301_000);
    const { steps, kind, confirmedAt } = await house.ask(`/api/incidents/${incident.id}`);
    expect([kind, confirmedAt]).toEqual(['temperature', null]);
    expect(steps).toMatchObject([
      { kind: 'temperature', sensor: 'lounge', detail: 'is at 47.3 °C, above 45' },
      { kind: 'temperature', sensor: 'lounge', detail: 'is back at 43.0 °C' },
    ]);
  });

  it('shows no temperature of a thermometer that has just got its power', async () => {
    house.heat(lounge, 20);
    house.heat(shed, 85);
    await house.start();
    await until(async () => ((await stateOf('lounge')).state === 20 ? true : undefined));
    expect((await stateOf('shed')).state).toBe('unknown');
  });

  it('answers how warm it was, with what is not in the history yet', async () => {
    const from = clock.wall();
    house.heat(lounge, 20);
    house.heat(shed, -1);
    await startAndRead();
    house.heat(lounge, 22);
    await restart(3_600_000);
    const ask = (query: string) => house.ask(`/api/temperatures?from=${iso(from)}${query}`);
    const iso = (at: number) => encodeURIComponent(new Date(at).toISOString());
    const { series } = await ask('&sensor=lounge&points=2000');
    expect(series).toMatchObject([
      {
        sensor: 'lounge',
        points: [
          [expect.any(String), 20, 20, 20],
          [expect.any(String), 22, 22, 22],
        ],
      },
    ]);
    const [[first]] = series[0].points;
    expect(Date.parse(first)).toBeGreaterThanOrEqual(from);
    const all = await ask('&points=2');
    expect(all.series.map(({ sensor }: { sensor: string }) => sensor)).toEqual(['lounge', 'shed']);
    const both = await ask('&sensor=shed&sensor=none');
    expect(both.series).toMatchObject([{ sensor: 'shed' }, { sensor: 'none', points: [] }]);
    for (const wrong of ['&points=1', '&points=2001', '&to=today', `&to=${iso(from)}`, '&more=1']) {
      const path = `/api/temperatures?from=${iso(from)}${wrong}`;
      const { status } = await send(`${house.address()}${path}`, { as: house.admin() });
      expect([wrong, status]).toEqual([wrong, 400]);
    }
  });

  it('records nothing of how warm it is in OFF, and shows it', async () => {
    house.heat(lounge, 20);
    house.heat(shed, -1);
    await startAndRead();
    await house.ask('/api/mode', 'PUT', { mode: 'off' });
    house.heat(lounge, 22);
    await restart(3_600_000);
    expect((await stateOf('lounge')).state).toBe(22);
    const { series } = await house.ask('/api/temperatures?sensor=lounge');
    expect(series[0].points.map(([, celsius]: [string, number]) => celsius)).toEqual([20]);
  });
});
