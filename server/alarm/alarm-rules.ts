import type { Level, Profile, SensorKind, ZoneKind } from '../protocol.ts';
import type { Limits } from './alarm-limits.ts';

/** What the alarm must know of a sensor to judge it. */
export interface Zone {
  sensor: string;
  name: string;
  sensorKind: SensorKind;
  kind: ZoneKind;
  profiles: readonly Profile[];
  hasChime?: true;
  /** Open when the house is armed, it is left out by itself. */
  isAutoBypassed?: true;
  /** Raises no alarm but together with its group. */
  isGroupOnly?: true;
  /** So many trips within the window count as one. */
  pulses?: { count: number; windowMs: number };
  /** An entry delay of its own. */
  entryMs?: number;
  /** Of a thermometer. */
  limits?: Limits;
}

/** In milliseconds; 0 is none. */
export interface Delays {
  exitMs: number;
  entryMs: number;
}

/** So many different sensors of it within the window raise an alarm together. */
export interface Group {
  name: string;
  sensors: readonly string[];
  trips: number;
  windowMs: number;
}

export interface AlarmRules {
  /** Milliseconds that an alarm lasts. */
  durationMs: number;
  /** A second sensor within so many milliseconds confirms; 0 is never. */
  confirmWindowMs: number;
  /** So many trips of one sensor within it confirm too; 0 is never. */
  confirmTrips: number;
  delays: Record<Profile, Delays>;
  /** A final door that stays closed so long arms at once; 0 is never. */
  finalDoorMs: number;
  groups: readonly Group[];
  /** Two samples of a thermometer that are further apart are not in a row. */
  rowMs: number;
}

/** The house as it stands when something is decided. */
export interface Scene {
  zones(): readonly Zone[];
  /** Undefined while nothing was ever read of it. */
  levelOf(zone: Zone): Level | number | undefined;
}
