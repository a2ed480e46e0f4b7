import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../server/clock.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { LineError, type LineLevel, type OpenLine } from '../server/gpio/line.ts';
import { type Hub, startHub } from '../server/hub.ts';
import { createLog } from '../server/log.ts';
import { openStream } from './event-stream.ts';
import { readCredential, send } from './request.ts';

const yaml = `
timeZone: UTC
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  list:
    - { id: door, name: Laundry door, kind: contact, line: 17 }
    - { id: hall, name: Hall, kind: motion, line: 27 }
`;

let folder: string;
let hub: Hub | undefined;
let logged = '';

/** The wires of a house, moved by hand. */
const wires = new Map<number, LineLevel>();
const watchers = new Map<number, (level: LineLevel, at: number) => void>();
const broken = new Set<number>();

const openLine: OpenLine = async ({ line }) => {
  if (broken.has(line)) throw new LineError('EBUSY', line, 'held by another program; stop it');
  return {
    read: () => wires.get(line) ?? 0,
    watch: onEdge => void watchers.set(line, onEdge),
    close: async () => void watchers.delete(line),
  };
};

function move(line: number, level: LineLevel): void {
  wires.set(line, level);
  watchers.get(line)?.(level, Date.now());
}

async function start(): Promise<Hub> {
  hub = await startHub(loadConfig({ file: join(folder, 'sec53.yaml'), environment: {} }), {
    dataFolder: join(folder, 'data'),
    assets: 'dist/client',
    version: 'test',
    clock: createClock(),
    log: createLog(line => {
      logged += line;
    }),
    openLine,
    print: () => undefined,
    restart: () => undefined,
  });
  return hub;
}

const admin = () => readCredential(join(folder, 'data/pki'), 'admin');
const ask = async (path: string, method = 'GET', body?: unknown) =>
  (await send(`${hub?.address}${path}`, { as: admin(), method, body })).json;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-hub-'));
  writeFileSync(join(folder, 'sec53.yaml'), yaml);
  for (const state of [wires, watchers, broken]) state.clear();
  logged = '';
});
afterEach(async () => {
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a hub with wired sensors', () => {
  it('tells a short opening as one trigger and one reset, live and in the day', async () => {
    await start();
    const stream = await openStream(hub?.address ?? '', admin());
    await stream.next(({ event }) => event === 'status');
    move(17, 1);
    const trigger = await stream.next(({ data }) => data.kind === 'trigger');
    move(17, 0);
    const reset = await stream.next(({ data }) => data.kind === 'reset');
    stream.close();
    const { events } = await ask(`/api/events?day=${trigger.data.at.slice(0, 10)}`);
    expect(events).toEqual([trigger.data, reset.data]);
  });

  it('makes no event of a first level at rest, and a trigger of one that is not', async () => {
    wires.set(17, 1);
    await start();
    const { sensors, startedAt } = await ask('/api/status');
    expect(sensors.map(({ state }: { state: string }) => state)).toEqual(['open', 'idle']);
    const { events } = await ask(`/api/events?day=${startedAt.slice(0, 10)}`);
    expect(events).toMatchObject([{ sensor: 'door', kind: 'trigger' }]);
  });

  it('notices what changed while it was off, takes it for a trip in ALERT, and reports it', async () => {
    await start();
    await ask('/api/mode', 'PUT', { mode: 'alert' });
    await hub?.stop();
    wires.set(17, 1);
    await start();
    const status = await ask('/api/status');
    expect(status.alarm.state).toBe('triggered');
    expect(status.incident.trips).toMatchObject([{ sensor: 'door' }]);
    const { entries } = await ask(`/api/audit?day=${status.startedAt.slice(0, 10)}`);
    expect(entries.at(-1).detail).toMatch(
      /in alert \(away\) before and now; changed while the hub was off: Laundry door$/,
    );
  });

  it('goes on without a sensor that cannot be opened, says why, and will not arm over it', async () => {
    broken.add(17);
    await start();
    const status = await ask('/api/status');
    expect(status.flags).toEqual(['fault']);
    expect(status.sensors[0].state).toBe('fault');
    expect(logged).toContain('held by another program; stop it');
    const refusal = await ask('/api/mode', 'PUT', { mode: 'alert' });
    expect(refusal.blockers).toEqual([{ sensor: 'door', reason: 'fault' }]);
    expect((await ask('/api/mode', 'PUT', { mode: 'alert', bypass: ['door'] })).mode).toBe('alert');
  });

  it('records nothing of what moves in OFF', async () => {
    await start();
    await ask('/api/mode', 'PUT', { mode: 'off' });
    const stream = await openStream(hub?.address ?? '', admin());
    move(27, 1);
    await stream.next(({ data }) => data.sensors?.[1]?.state === 'active');
    expect(stream.messages.every(({ event }) => event === 'status')).toBe(true);
    stream.close();
    const { startedAt } = await ask('/api/status');
    expect((await ask(`/api/events?day=${startedAt.slice(0, 10)}`)).events).toEqual([]);
  });
});
