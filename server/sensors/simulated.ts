import type { NamedSensor } from '../alarm/zones.ts';
import type { SensorConfig } from '../config/config.ts';
import { addDays, type Day, type TimeZone } from '../time-zone.ts';
import { createHousehold, type HouseholdChange, householdSensors } from './household.ts';
import type { Intake } from './intake.ts';
import type { Reading } from './reading.ts';
import type { Source } from './source.ts';

export interface SimulatedOptions {
  seed: number;
  /** Times faster than life. */
  speed: number;
  /** How many days before the first start the house is given a past. */
  pastDays: number;
  timeZone: TimeZone;
}

type Part = NamedSensor;

/** The sensors of the simulation: those that the configuration lists, or the default household. */
export function simulatedSensors(list: readonly SensorConfig[]): readonly Part[] {
  return list.length > 0 ? list : householdSensors;
}

/**
 * Plays an invented household. Listed sensors take the parts of the household's sensors of their
 * kind; when there are more of them than parts, another household plays too.
 */
export function createSimulated(
  sensors: readonly Part[],
  { seed, speed, pastDays, timeZone }: SimulatedOptions,
  intake: Intake,
  now: () => number,
): Source {
  const casts = castParts(sensors);
  const households = casts.map((_, index) => createHousehold({ seed: seed + index, timeZone }));
  const days = new Map<string, readonly HouseholdChange[]>();
  let timer: NodeJS.Timeout | undefined;
  let start = 0;

  function changesOf(index: number, day: Day): readonly HouseholdChange[] {
    const key = `${index} ${day}`;
    const known = days.get(key);
    if (known) return known;
    if (days.size > 10) days.clear();
    const changes = households[index]?.changesOfDay(day) ?? [];
    days.set(key, changes);
    return changes;
  }

  /** The household's time: it begins with the real one and runs faster. */
  function storyTime(): number {
    return start + (now() - start) * speed;
  }

  function toReading(change: HouseholdChange, cast: Map<string, Part>, at: number): Reading[] {
    const part = cast.get(change.sensor);
    return part ? [{ sensor: part.id, kind: part.kind, value: change.value, at }] : [];
  }

  function readingsBetween(from: number, to: number): Reading[] {
    const readings: Reading[] = [];
    const last = timeZone.localDay(to);
    for (let day = timeZone.localDay(from); day <= last; day = addDays(day, 1)) {
      for (const [index, cast] of casts.entries()) {
        for (const change of changesOf(index, day)) {
          if (change.at > from && change.at <= to)
            readings.push(...toReading(change, cast, change.at));
        }
      }
    }
    return readings.sort((a, b) => a.at - b.at);
  }

  function levelsNow(): Reading[] {
    return casts.flatMap((cast, index) =>
      [...(households[index]?.levelsAt(start) ?? [])].flatMap(([sensor, value]) =>
        toReading({ at: start, sensor, value }, cast, start),
      ),
    );
  }

  /** Waits for the next change, then for the one after it. */
  function playOn(from: number): void {
    const horizon = from + 3_600_000;
    const next = readingsBetween(from, horizon).at(0);
    const at = next?.at ?? horizon;
    timer = setTimeout(
      () => {
        const due = Math.max(at, storyTime());
        for (const reading of readingsBetween(from, due)) intake.push({ ...reading, at: now() });
        playOn(due);
      },
      Math.max(1, (at - storyTime()) / speed),
    );
  }

  return {
    async start() {
      start = now();
      if (pastDays > 0) {
        const from = timeZone.startOfDay(addDays(timeZone.localDay(start), -pastDays));
        // A zone that is watched in every mode would raise an alarm of last week.
        const watched = new Set(
          sensors.filter(({ zone }) => zone === '24-hour').map(({ id }) => id),
        );
        const past = readingsBetween(from, start)
          .filter(({ sensor, kind }) => kind === 'temperature' || !watched.has(sensor))
          .map(reading => ({ ...reading, isPast: true as const }));
        await intake.offer(past, { key: 'simulated', body: '{}' });
      }
      for (const reading of levelsNow()) intake.push(reading);
      playOn(start);
    },
    async stop() {
      clearTimeout(timer);
    },
  };
}

/** For each household, which of its sensors plays which of ours. */
function castParts(sensors: readonly Part[]): Map<string, Part>[] {
  const casts: Map<string, Part>[] = [];
  for (const kind of ['contact', 'motion', 'temperature'] as const) {
    const roles = householdSensors.filter(sensor => sensor.kind === kind);
    for (const [index, part] of sensors.filter(sensor => sensor.kind === kind).entries()) {
      const role = roles[index % roles.length];
      const household = Math.floor(index / roles.length);
      casts[household] ??= new Map();
      if (role) casts[household]?.set(role.id, part);
    }
  }
  return casts;
}
