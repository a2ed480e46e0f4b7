import { join } from 'node:path';
import type { SensorConfig } from '../../server/config/config.ts';
import { errorText, Refusal } from '../../server/errors.ts';
import type { Line, OpenLine } from '../../server/gpio/line.ts';
import { createLevels, type LevelRecord } from '../../server/state/levels.ts';
import type { State } from '../../server/state/state.ts';
import { type wiredSensors, wordOf } from './lines.ts';
import { readThermometer } from './one-wire.ts';

export interface Watching {
  stop(): Promise<void>;
}

interface Rooms {
  print(line: string): void;
  /** Such as `14:03:07.250`, of epoch milliseconds. */
  timeOf(at: number): string;
}

const lookMs = 100;
const temperatureMs = 5000;

const lineOf = (rooms: Rooms, at: number, name: string, word: string) =>
  rooms.print(`${rooms.timeOf(at)}  ${name.padEnd(24)}  ${word}`);

/** Shows each edge of each line as it comes: unfiltered, so that a bounce is seen as one. */
export async function watchWires(
  sensors: ReturnType<typeof wiredSensors>,
  openLine: OpenLine,
  rooms: Rooms,
): Promise<Watching> {
  const open: Line[] = [];
  const stop = async () => {
    for (const line of open.splice(0)) await line.close();
  };
  for (const sensor of sensors) {
    const { name, line: number, activeLow, bias } = sensor;
    const show = (level: 0 | 1, at: number) => lineOf(rooms, at, name, wordOf(sensor, level));
    try {
      const line = await openLine({ line: number, activeLow, bias });
      open.push(line);
      show(line.read(), Date.now());
      line.watch(show, error => lineOf(rooms, Date.now(), name, `FAULT: ${error.message}`));
    } catch (error) {
      // One broken wire must not hide the others.
      lineOf(rooms, Date.now(), name, `FAULT: ${errorText(error)}`);
    }
  }
  return { stop };
}

/** Shows each thermometer again and again; a read takes most of a second. */
export function watchThermometers(
  sensors: readonly SensorConfig[],
  root: string,
  rooms: Rooms,
): Watching {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    for (const { name, device = '' } of sensors) {
      const found = await readThermometer(join(root, 'sys/bus/w1/devices', device));
      if (isStopped) return;
      const word =
        found.celsius === undefined ? `FAULT: it ${found.trouble}` : celsius(found.celsius);
      lineOf(rooms, Date.now(), name, word);
    }
    timer = setTimeout(() => void look(), temperatureMs);
  }

  void look();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

const celsius = (value: number) => `${value.toFixed(1)} °C`;

/**
 * Shows what the running hub sees, after its filters: it holds the lines, and nobody else can have them.
 *
 * @throws Refusal when its state cannot be read
 */
export function followHub(
  state: State | undefined,
  nameOf: (sensor: string) => string,
  rooms: Rooms,
): Watching {
  if (!state) {
    throw new Refusal(
      'the hub holds the lines, and its state cannot be read; run this as its user, or stop it: systemctl stop sec53',
    );
  }
  const levels = createLevels(state);
  const shown = new Map<string, string>();

  function look(): void {
    for (const record of levels.load()) {
      const { sensor, kind, since } = record;
      const word = wordOfStored(record);
      const seen = `${since} ${word}`;
      const key = `${sensor} ${kind}`;
      if (shown.get(key) === seen) continue;
      shown.set(key, seen);
      lineOf(rooms, since, nameOf(sensor), word);
    }
  }

  look();
  const timer = setInterval(look, lookMs);
  return {
    async stop() {
      clearInterval(timer);
    },
  };
}

function wordOfStored({ value }: LevelRecord): string {
  if (typeof value === 'number') return celsius(value);
  return value === 'active' ? 'motion' : value === 'fault' ? 'FAULT' : value;
}
