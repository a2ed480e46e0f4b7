import type { Config, SensorConfig } from '../config/config.ts';
import type { Profile, SensorKind } from '../protocol.ts';
import type { Zone } from './alarm-state.ts';

const profiles: readonly Profile[] = ['away', 'night', 'home'];

/** The zone of a sensor that the configuration names, or of one that a recording declares. */
export function createZone(
  sensor: Pick<SensorConfig, 'id' | 'name' | 'kind' | 'zone'>,
  alarm: Config['alarm'],
): Zone {
  return {
    sensor: sensor.id,
    name: sensor.name,
    sensorKind: sensor.kind,
    kind: sensor.zone,
    profiles: profiles.filter(profile => {
      const members = alarm.profiles[profile];
      if (members === undefined) return sensor.kind === 'contact';
      return members === 'all' || members.includes(sensor.id);
    }),
  };
}

/** What a sensor is until the configuration says more. */
export function undeclaredSensor(id: string, kind: SensorKind) {
  return { id, name: id, kind, zone: kind === 'temperature' ? '24-hour' : 'instant' } as const;
}
