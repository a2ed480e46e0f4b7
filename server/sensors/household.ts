import type { SensorKind, ZoneKind } from '../protocol.ts';
import { addDays, type Day, type TimeZone } from '../time-zone.ts';
import type { Diary } from './household-diary.ts';
import { planRoutine } from './household-routine.ts';
import { createWeather } from './household-weather.ts';
import { createRandom, type Random } from './random.ts';

type HouseholdValue = 'open' | 'closed' | 'active' | 'idle' | number;

export interface HouseholdChange {
  /** Epoch milliseconds. */
  at: number;
  sensor: string;
  /** For a thermometer degrees Celsius, in steps of 0.1. */
  value: HouseholdValue;
}

export interface HouseholdSensor {
  id: string;
  name: string;
  kind: SensorKind;
  zone: ZoneKind;
}

export interface Household {
  readonly sensors: readonly HouseholdSensor[];
  /** All changes of a local day, oldest first. A day that the zone skipped has none. */
  changesOfDay(day: Day): readonly HouseholdChange[];
  /** The value of every sensor at an instant (epoch milliseconds). */
  levelsAt(at: number): Map<string, HouseholdValue>;
}

/** The sensors that the simulated household has. */
export const householdSensors: readonly HouseholdSensor[] = [
  { id: 'front-door', name: 'Front door', kind: 'contact', zone: 'delay' },
  { id: 'back-door', name: 'Back door', kind: 'contact', zone: 'instant' },
  { id: 'laundry-window', name: 'Laundry window', kind: 'contact', zone: 'instant' },
  { id: 'garage-door', name: 'Garage door', kind: 'contact', zone: 'delay' },
  { id: 'hall', name: 'Hall', kind: 'motion', zone: 'follower' },
  { id: 'lounge', name: 'Lounge', kind: 'motion', zone: 'follower' },
  { id: 'bedroom', name: 'Bedroom', kind: 'motion', zone: 'instant' },
  { id: 'inside', name: 'Inside', kind: 'temperature', zone: '24-hour' },
  { id: 'outside', name: 'Outside', kind: 'temperature', zone: '24-hour' },
];

const hourMs = 3_600_000;
const minuteMs = 60_000;
const sampleMs = 10 * minuteMs;
const holdMs = 30_000;
const warmCelsius = 20;
const thermometers = ['inside', 'outside'] as const;

function openingsToChanges(openings: Diary['openings'], toInstant: (minutes: number) => number) {
  const changes: HouseholdChange[] = [];
  const closedAt = new Map<string, number>();
  for (const { door, from, to } of openings.toSorted((a, b) => a.from - b.from)) {
    const opens = toInstant(from);
    const closes = toInstant(to);
    // Somebody else holds the door already.
    if (opens <= (closedAt.get(door) ?? 0) || closes <= opens) continue;
    closedAt.set(door, closes);
    changes.push({ at: opens, sensor: door, value: 'open' });
    changes.push({ at: closes, sensor: door, value: 'closed' });
  }
  return changes;
}

/** A PIR holds its output for a while after the last movement that it saw. */
function movementsToChanges(instants: number[], sensor: string, random: Random) {
  const changes: HouseholdChange[] = [];
  let idleAt: number | undefined;
  for (const at of instants.toSorted((a, b) => a - b)) {
    if (idleAt === undefined || at > idleAt) {
      if (idleAt !== undefined) changes.push({ at: idleAt, sensor, value: 'idle' });
      changes.push({ at, sensor, value: 'active' });
    }
    idleAt = at + holdMs + Math.floor(random.between(0, 2000));
  }
  if (idleAt !== undefined) changes.push({ at: idleAt, sensor, value: 'idle' });
  return changes;
}

/**
 * A family of two adults, invented: nine sensors whose changes depend on the seed and the day alone,
 * whatever was asked before. At midnight every contact is closed and every motion sensor idle.
 */
export function createHousehold({
  seed,
  timeZone,
}: {
  seed: number;
  timeZone: TimeZone;
}): Household {
  const { localDay, startOfDay, offset } = timeZone;
  // Clocks go forward in summer; a zone that leaves its clocks alone is taken for northern.
  const isSouthern = offset(Date.UTC(2024, 0, 1)) > offset(Date.UTC(2024, 6, 1));
  const weather = createWeather(seed, isSouthern);

  function lengthOf(day: Day): number {
    return startOfDay(addDays(day, 1)) - startOfDay(day);
  }

  /** Readings about every ten minutes, repeated values included. */
  function readings(
    day: Day,
    sensor: (typeof thermometers)[number],
  ): { at: number; value: number }[] {
    const random = createRandom(seed, sensor, day);
    const length = lengthOf(day);
    return Array.from({ length: Math.floor(length / sampleMs) }, (_, index) => {
      const into = Math.floor((index + random.between(0.3, 0.7)) * sampleMs);
      const celsius = weather[sensor](day, into / length) + random.between(-0.04, 0.04);
      return { at: startOfDay(day) + into, value: Math.round(celsius * 10) / 10 };
    });
  }

  function temperaturesOf(day: Day): HouseholdChange[] {
    return thermometers.flatMap(sensor => {
      let last = readings(addDays(day, -1), sensor).at(-1)?.value;
      return readings(day, sensor).flatMap(({ at, value }) => {
        if (value === last) return [];
        last = value;
        return [{ at, sensor, value }];
      });
    });
  }

  /**
   * Wall clocks are changed in the small hours, so the evening is counted back from the day's end, and
   * the hours between 1 and 4 stretch or shrink.
   */
  function clockOf(day: Day): (minutes: number) => number {
    const start = startOfDay(day);
    const night = lengthOf(day) - 21 * hourMs;
    return minutes => {
      const wall = minutes * minuteMs;
      if (wall < hourMs) return Math.floor(start + wall);
      if (wall > 4 * hourMs) return Math.floor(start + hourMs + night + wall - 4 * hourMs);
      return Math.floor(start + hourMs + ((wall - hourMs) / (3 * hourMs)) * night);
    };
  }

  function changesOfDay(day: Day): readonly HouseholdChange[] {
    if (lengthOf(day) < 22 * hourMs) return [];
    const random = createRandom(seed, 'routine', day);
    const isWarm = weather.outside(day, 15 / 24) > warmCelsius;
    const routine = planRoutine(day, isWarm, random);
    const toInstant = clockOf(day);
    const motion = (['hall', 'lounge', 'bedroom'] as const).flatMap(room => {
      const seen = routine.movements.filter(movement => movement.room === room);
      const instants = seen.map(({ at }) => toInstant(at));
      return movementsToChanges(instants, room, random);
    });
    return [
      ...openingsToChanges(routine.openings, toInstant),
      ...motion,
      ...temperaturesOf(day),
    ].sort((a, b) => a.at - b.at);
  }

  function levelsAt(at: number): Map<string, HouseholdValue> {
    const day = localDay(at);
    const levels = new Map<string, HouseholdValue>();
    for (const { id, kind } of householdSensors) {
      if (kind === 'contact') levels.set(id, 'closed');
      if (kind === 'motion') levels.set(id, 'idle');
    }
    for (const sensor of thermometers) {
      const last = readings(addDays(day, -1), sensor).at(-1);
      levels.set(sensor, last?.value ?? 20);
    }
    for (const change of changesOfDay(day)) {
      if (change.at > at) break;
      levels.set(change.sensor, change.value);
    }
    return levels;
  }

  return { sensors: householdSensors, changesOfDay, levelsAt };
}
