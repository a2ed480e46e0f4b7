import type { Clock } from '../clock.ts';
import type { SensorConfig } from '../config/config.ts';
import type { OpenLine } from '../gpio/line.ts';
import type { ReadThermometer } from '../gpio/thermometer.ts';
import type { Log } from '../log.ts';
import type { Intake } from './intake.ts';
import type { Source } from './source.ts';
import { createThermometers } from './thermometers.ts';
import { createLineWatcher } from './watch-line.ts';

export interface MonitorRooms {
  /** Motion sensors are not to be believed for so long after the start, in milliseconds. */
  warmUpMs: number;
  openLine: OpenLine;
  readThermometer: ReadThermometer;
  /** From one round of readings to the next, in milliseconds. */
  temperatureEveryMs: number;
  intake: Intake;
  clock: Clock;
  log: Log;
  /** Tells the family about a sensor's health. */
  notice(code: string, text: string): void;
  onHealth(sensor: string, what: 'healed' | 'chattering' | 'calm' | 'fault'): void;
  /** As the family calls a sensor now. */
  nameOf(sensor: string): string;
}

/** Owns the sensors that are wired to the Pi. A sensor that cannot be opened is a fault, not the end. */
export function createMonitor(sensors: readonly SensorConfig[], rooms: MonitorRooms): Source {
  const { openLine, readThermometer, intake, clock, log, notice, nameOf, warmUpMs } = rooms;
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
  const thermometers = createThermometers(
    sensors.filter(({ kind }) => kind === 'temperature'),
    {
      ...{ readThermometer, clock, everyMs: rooms.temperatureEveryMs },
      onSample: (sensor, value, { wall, steady }, detail) =>
        intake.push({
          ...{ sensor, kind: 'temperature', value, at: wall, sampledAt: steady },
          ...(detail === '' ? {} : { detail }),
        }),
      onHealth(sensor, what, detail) {
        log.warn(`sensor ${what}`, { sensor, detail });
        rooms.onHealth(sensor, what);
      },
    },
  );
  return {
    async start() {
      warmAt = clock.steady() + warmUpMs;
      await Promise.all([...watchers, thermometers].map(part => part.start()));
    },
    async stop() {
      await Promise.all([...watchers, thermometers].map(part => part.stop()));
    },
  };
}
