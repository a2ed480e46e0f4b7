import type { Clock } from '../clock.ts';
import type { SensorConfig } from '../config/config.ts';
import type { OpenLine } from '../gpio/line.ts';
import type { Log } from '../log.ts';
import type { Intake } from './intake.ts';
import type { Source } from './source.ts';
import { createLineWatcher } from './watch-line.ts';

export interface MonitorRooms {
  /** Motion sensors are not to be believed for so long after the start, in milliseconds. */
  warmUpMs: number;
  openLine: OpenLine;
  intake: Intake;
  clock: Clock;
  log: Log;
  /** Tells the family about a sensor's health. */
  notice(code: string, text: string): void;
  onHealth(sensor: string, what: 'healed' | 'chattering' | 'calm' | 'fault'): void;
  /** As the family calls a sensor now. */
  nameOf(sensor: string): string;
}

/** Owns the sensors that are wired to lines. A sensor that cannot be opened is a fault, not the end. */
export function createMonitor(sensors: readonly SensorConfig[], rooms: MonitorRooms): Source {
  const { openLine, intake, clock, log, notice, nameOf, warmUpMs } = rooms;
  let warmAt = Number.POSITIVE_INFINITY;
  const isWarmingUp = ({ kind }: SensorConfig) => kind === 'motion' && clock.steady() < warmAt;
  const watchers = sensors
    .filter(({ kind }) => kind !== 'temperature')
    .map(sensor =>
      createLineWatcher(sensor, {
        openLine,
        clock,
        onLevel: (value, at) =>
          intake.push({
            ...{ sensor: sensor.id, kind: sensor.kind, value, at: Math.floor(at) },
            ...(isWarmingUp(sensor) ? { isWarmingUp: true } : {}),
          }),
        onHealth(what, detail) {
          log.warn(`sensor ${what}`, { sensor: sensor.id, detail });
          if (what !== 'glitches') rooms.onHealth(sensor.id, what);
          if (what === 'chattering') notice(what, `${nameOf(sensor.id)} is chattering: ${detail}`);
        },
      }),
    );
  return {
    async start() {
      warmAt = clock.steady() + warmUpMs;
      await Promise.all(watchers.map(watcher => watcher.start()));
    },
    async stop() {
      await Promise.all(watchers.map(watcher => watcher.stop()));
    },
  };
}
