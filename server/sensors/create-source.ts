import type { NamedSensor } from '../alarm/zones.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { OpenLine } from '../gpio/line.ts';
import type { ReadThermometer } from '../gpio/thermometer.ts';
import type { Log } from '../log.ts';
import type { Documents } from '../state/documents.ts';
import type { TimeZone } from '../time-zone.ts';
import type { Intake } from './intake.ts';
import { createMonitor } from './monitor.ts';
import { createReplay } from './replay.ts';
import { createSimulated, simulatedSensors } from './simulated.ts';
import type { Source } from './source.ts';

export interface SourceRooms {
  intake: Intake;
  documents: Documents;
  zone: TimeZone;
  clock: Clock;
  log: Log;
  openLine: OpenLine;
  readThermometer: ReadThermometer;
  /** Rows of the journal that the history does not have yet. */
  backlog(): number;
  print(line: string): void;
  notice(code: string, text: string): void;
  onHealth(sensor: string, what: 'healed' | 'chattering' | 'calm' | 'fault'): void;
  /** As the family calls a sensor now. */
  nameOf(sensor: string): string;
  isFirstStart: boolean;
}

/** The sensors that are there before anything was seen. */
export function sensorsOf({ sensors: { driver, list } }: Config): readonly NamedSensor[] {
  return driver === 'simulated' ? simulatedSensors(list) : list;
}

/** The source that the configuration names. */
export function createSource(
  config: Config,
  rooms: SourceRooms,
): Source & { startsAfterListening: boolean } {
  const { driver, replay, simulated, list } = config.sensors;
  const { intake, clock, zone, isFirstStart } = rooms;
  if (driver === 'replay' && replay) {
    return { ...createReplay(replay.file, replay.speed, rooms), startsAfterListening: true };
  }
  if (driver === 'simulated') {
    // A past belongs to a house that only watches: it must not raise an alarm of last week.
    const hasPast = isFirstStart && config.alarm.initialMode === 'monitor';
    const options = {
      ...simulated,
      pastDays: hasPast ? simulated.pastDays : 0,
      timeZone: zone,
    };
    const source = createSimulated(sensorsOf(config), options, intake, clock.wall);
    return { ...source, startsAfterListening: false };
  }
  const { warmUp, temperatureEvery } = config.sensors;
  const times = { warmUpMs: warmUp * 1000, temperatureEveryMs: temperatureEvery * 1000 };
  return { ...createMonitor(list, { ...rooms, ...times }), startsAfterListening: false };
}
