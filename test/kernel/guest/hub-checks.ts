import assert from 'node:assert/strict';
import { setTimeout as pass } from 'node:timers/promises';
import { percentile, round } from '../../../scripts/bench/statistics.ts';
import { type OpenedStream, openStream } from '../../event-stream.ts';
import type { HubProcess } from '../../hub-process.ts';
import { until } from '../../until.ts';
import { theHeader } from './board.ts';
import type { Check } from './check.ts';
import { figures } from './figures.ts';
import { createHubHouse, type HubHouse, readUse, wires } from './hub-house.ts';
import { levelsSet, startTrace } from './trace.ts';

const idleMs = 30_000;
/** After a start no door is moved for so long, whatever was before. */
const quietMs = 11_000;
/** Figures take their time, and are taken when somebody asks for them. */
const isMeasured = process.env.KERNEL_FIGURES === '1';
const rounds = isMeasured ? 10 : 1;
const [firstDoor = 17] = wires.doors;

let house: HubHouse;
let hub: HubProcess;
let stream: OpenedStream;

/** A trip or a reset of a sensor, at a phone. */
const hears = (sensor: string, kind: 'trigger' | 'reset', from: number) =>
  stream.next(
    message =>
      stream.messages.indexOf(message) >= from &&
      message.event === 'event' &&
      message.data.sensor === sensor &&
      message.data.kind === kind,
  );

async function startOn(driver: 'onoff' | 'gpiod'): Promise<void> {
  hub = await house.start(driver);
  stream = await openStream(hub.address, hub.admin());
}

/** Milliseconds from a wire to a phone; the decision, its record and its messages are on the disk before. */
async function timeEdges(): Promise<number[]> {
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const line of wires.doors) {
      for (const [level, kind] of [
        [1, 'trigger'],
        [0, 'reset'],
      ] as const) {
        const from = stream.messages.length;
        const started = process.hrtime.bigint();
        theHeader().pull(line, level);
        const { heardAt } = await hears(`door-${line}`, kind, from);
        if (kind === 'trigger') took.push(Number(heardAt - started) / 1e6);
      }
    }
  }
  return took;
}

async function measure(driver: string): Promise<void> {
  const took = await timeEdges();
  figures[`${driver}_edges`] = took.length;
  figures[`${driver}_edge_p50_ms`] = round(percentile(took, 0.5));
  figures[`${driver}_edge_p99_ms`] = round(percentile(took, 0.99));
  if (!isMeasured) return;
  const before = readUse(hub.process);
  await pass(idleMs);
  const after = readUse(hub.process);
  figures[`${driver}_idle_cpu_percent`] = round(((after.cpu - before.cpu) * 100_000) / idleMs);
  figures[`${driver}_rss_mb`] = round(after.rss);
}

/** Never asked for in these tests, so it must never work: it is at high all the time. */
function assertRelayNeverMoved(): void {
  assert.ok(levelsSet(theHeader().sysfsNumber(wires.relay)).every(level => level === 1));
  assert.equal(theHeader().level(wires.relay), 1);
}

export const hubChecks: readonly Check[] = [
  {
    name: 'hub: starts on the lines of the kernel, and moves no output',
    async run() {
      theHeader().pull(wires.relay, 1);
      theHeader().pull(wires.siren, 0);
      startTrace();
      house = await createHubHouse();
      await startOn('onoff');
      assertRelayNeverMoved();
      assert.ok(levelsSet(theHeader().sysfsNumber(wires.siren)).every(level => level === 0));
    },
  },
  {
    name: 'hub: an edge is in the history, and temperatures in the status',
    async run() {
      theHeader().pull(firstDoor, 1);
      await hears(`door-${firstDoor}`, 'trigger', 0);
      theHeader().pull(firstDoor, 0);
      await hears(`door-${firstDoor}`, 'reset', 0);
      const day = new Date().toISOString().slice(0, 10);
      const { json } = await hub.send(`/api/events?day=${day}`);
      const seen = json.events.filter(
        (event: { sensor: string }) => event.sensor === `door-${firstDoor}`,
      );
      assert.equal(seen.length, 2);
      // All of them, or the house is not ready to be armed.
      const temperatures = await until(async () => {
        const { sensors } = (await hub.send('/api/status')).json;
        const known = sensors.filter(({ state }: { state: unknown }) => typeof state === 'number');
        return known.length === 4 ? known : undefined;
      });
      const states = temperatures.map(({ state }: { state: number }) => state);
      assert.deepEqual(states, [21.5, -5.25, 4, 0]);
    },
  },
  {
    name: 'hub: an edge in ALERT is an incident, a text and the siren',
    async run() {
      const armed = await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
      assert.equal(armed.status, 200, armed.text);
      theHeader().pull(firstDoor, 1);
      await hub.prints(/^text to …001: .*door-17/m);
      theHeader().pull(firstDoor, 0);
      await stream.next(({ event, data }) => event === 'status' && data.siren === true);
      assert.equal(theHeader().level(wires.siren), 1);
      await measure('onoff');
    },
  },
  {
    name: 'hub: killed while the siren sounds, and amid its next start, and replaced by one with another driver, it moves no door',
    async run() {
      const relay = theHeader().sysfsNumber(wires.relay);
      await hub.kill();
      assert.equal(theHeader().level(wires.siren), 1);
      assertRelayNeverMoved();
      startTrace();
      const starting = await house.begin('onoff');
      await until(() => levelsSet(relay)[0]);
      starting.process.kill('SIGKILL');
      await starting.ended;
      await startOn('gpiod');
      assertRelayNeverMoved();
      await hub.send('/api/mode', { method: 'PUT', body: { mode: 'monitor' } });
      await stream.next(({ event, data }) => event === 'status' && data.siren === false);
      assert.equal(theHeader().level(wires.siren), 0);
      await measure('gpiod');
      assertRelayNeverMoved();
    },
  },
  {
    name: 'hub: moves the door by one pulse when somebody asks',
    async run() {
      await pass(quietMs);
      const asked = await hub.send('/api/garage/garage', {
        method: 'POST',
        body: { command: 'open' },
      });
      assert.equal(asked.status, 202, asked.text);
      theHeader().pull(wires.garage, 1);
      await stream.next(
        ({ event, data }) => event === 'status' && data.garage[0].position === 'open',
      );
      await hub.stop();
      const moves = levelsSet(theHeader().sysfsNumber(wires.relay));
      const changes = moves.filter((level, at) => level !== moves[at - 1]);
      assert.deepEqual(changes, [1, 0, 1]);
      await house.remove();
    },
  },
];
