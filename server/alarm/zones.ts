import type { Config, SensorConfig } from '../config/config.ts';
import type { Profile, SensorKind } from '../protocol.ts';
import type { Limits } from './alarm-limits.ts';
import type { Zone } from './alarm-rules.ts';

const profiles: readonly Profile[] = ['away', 'night', 'home'];

export type NamedSensor = Pick<SensorConfig, 'id' | 'name' | 'kind' | 'zone'> &
  Partial<
    Pick<
      SensorConfig,
      | 'chime'
      | 'autoBypass'
      | 'groupOnly'
      | 'pulses'
      | 'pulseWindow'
      | 'entryDelay'
      | 'low'
      | 'high'
      | 'hysteresis'
      | 'rise'
      | 'fall'
    >
  >;

/** The zone of a sensor that the configuration names, or of one that a recording declares. */
export function createZone(sensor: NamedSensor, alarm: Pick<Config['alarm'], 'profiles'>): Zone {
  const { chime = false, autoBypass = false, groupOnly = false, entryDelay } = sensor;
  const { pulses = 1, pulseWindow = 0 } = sensor;
  return {
    sensor: sensor.id,
    name: sensor.name,
    sensorKind: sensor.kind,
    kind: sensor.zone,
    profiles: profiles.filter(profile => isMember(sensor, alarm.profiles[profile])),
    ...(sensor.zone === 'chime' || chime ? { hasChime: true } : {}),
    ...(autoBypass ? { isAutoBypassed: true } : {}),
    ...(groupOnly ? { isGroupOnly: true } : {}),
    ...(pulses > 1 ? { pulses: { count: pulses, windowMs: pulseWindow * 1000 } } : {}),
    ...(entryDelay === undefined ? {} : { entryMs: entryDelay * 1000 }),
    ...limitsOf(sensor),
  };
}

/** Nothing for whatever is to stay within none. */
function limitsOf({ low, high, hysteresis = 1, rise, fall }: NamedSensor): { limits?: Limits } {
  const limits = {
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(rise === undefined ? {} : { rise }),
    ...(fall === undefined ? {} : { fall }),
  };
  return Object.keys(limits).length > 0 ? { limits: { ...limits, hysteresis } } : {};
}

/** @param members as the configuration has them; undefined is all contacts */
function isMember(
  { id, kind }: Pick<SensorConfig, 'id' | 'kind'>,
  members: 'all' | readonly string[] | undefined,
): boolean {
  if (members === undefined) return kind === 'contact';
  return members === 'all' || members.includes(id);
}

/** What a sensor is until the configuration says more. */
export function undeclaredSensor(id: string, kind: SensorKind) {
  return { id, name: id, kind, zone: kind === 'temperature' ? '24-hour' : 'instant' } as const;
}
