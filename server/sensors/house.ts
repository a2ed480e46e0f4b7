import type { Zone } from '../alarm/alarm-rules.ts';
import { createZone, type NamedSensor, undeclaredSensor } from '../alarm/zones.ts';
import type { Config } from '../config/config.ts';
import type { SensorKind } from '../protocol.ts';
import type { LevelRecord } from '../state/levels.ts';

/** Every sensor that the hub knows, its zone, and the level that it was last seen at. */
export interface House {
  zones(): Zone[];
  zone(sensor: string, kind: SensorKind): Zone;
  level(sensor: string, kind: SensorKind): LevelRecord | undefined;
  set(record: LevelRecord): void;
  /** What the owner has set anew. Levels stay, and so does a sensor that is not named. */
  apply(sensors: readonly NamedSensor[], alarm: ProfileRules): void;
  /** The zones as `apply` would make them. */
  preview(sensors: readonly NamedSensor[], alarm: ProfileRules): Zone[];
}

type ProfileRules = Pick<Config['alarm'], 'profiles'>;

/**
 * @param sensors those that the configuration (or the simulated household) names, in their order
 * @param levels as stored; a sensor among them that is not named was once declared by a recording
 */
export function createHouse(
  sensors: readonly NamedSensor[],
  levels: readonly LevelRecord[],
  alarm: ProfileRules,
  keepUndeclared: boolean,
): House {
  let rules = alarm;
  let zones = zonesOf(sensors, alarm);
  const records = new Map<string, LevelRecord>();

  function zone(sensor: string, kind: SensorKind): Zone {
    const known = zones.get(keyOf(sensor, kind));
    if (known) return known;
    const declared = createZone(undeclaredSensor(sensor, kind), rules);
    zones.set(keyOf(sensor, kind), declared);
    return declared;
  }

  for (const record of levels) {
    const key = keyOf(record.sensor, record.kind);
    // A sensor that was taken out of the list, or is another kind now, has no level any more.
    if (!zones.has(key) && !keepUndeclared) continue;
    zone(record.sensor, record.kind);
    records.set(key, record);
  }

  function zonesAs(next: readonly NamedSensor[], nextAlarm: ProfileRules): Map<string, Zone> {
    const made = zonesOf(next, nextAlarm);
    for (const [key, { sensor, sensorKind }] of zones) {
      if (made.has(key)) continue;
      made.set(key, createZone(undeclaredSensor(sensor, sensorKind), nextAlarm));
    }
    return made;
  }

  return {
    apply(next, nextAlarm) {
      zones = zonesAs(next, nextAlarm);
      rules = nextAlarm;
    },
    preview: (next, nextAlarm) => [...zonesAs(next, nextAlarm).values()],
    zones: () => [...zones.values()],
    zone,
    level: (sensor, kind) => records.get(keyOf(sensor, kind)),
    set: record => void records.set(keyOf(record.sensor, record.kind), record),
  };
}

function zonesOf(sensors: readonly NamedSensor[], alarm: ProfileRules): Map<string, Zone> {
  return new Map(sensors.map(sensor => [keyOf(sensor.id, sensor.kind), createZone(sensor, alarm)]));
}

/** One device may report a movement and a temperature under one name. */
export function keyOf(sensor: string, kind: SensorKind): string {
  return `${kind} ${sensor}`;
}
