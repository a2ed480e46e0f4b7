import type { NamedSensor } from '../alarm/zones.ts';
import type { HouseSettings, Profile, SensorSettings } from '../protocol.ts';
import type { Config } from './config.ts';

export const profileNames: readonly Profile[] = ['away', 'night', 'home'];

/** The keys of a listed sensor that the app may change. */
export const sensorKeys = [
  ...(['name', 'zone', 'chime', 'autoBypass', 'groupOnly', 'pulses', 'pulseWindow'] as const),
  'entryDelay',
] as const;

/** The keys of `alarm` that the app may change. */
export const alarmKeys = [
  ...(['exitDelay', 'entryDelay', 'delays', 'finalDoor', 'confirmWindow', 'confirmTrips'] as const),
  ...(['duration', 'profiles', 'groups', 'schedules', 'bedtime'] as const),
] as const;

/** What an admin sees of a configuration, every default filled in. */
export function settingsOf(
  { alarm }: Pick<Config, 'alarm'>,
  sensors: readonly NamedSensor[],
): HouseSettings {
  const contacts = sensors.filter(({ kind }) => kind === 'contact').map(({ id }) => id);
  const { exitDelay, entryDelay, finalDoor, confirmWindow, confirmTrips, duration } = alarm;
  const membersOf = (profile: Profile) => {
    const members = alarm.profiles[profile] ?? contacts;
    return members === 'all' ? members : [...members];
  };
  return {
    sensors: sensors.map(toSensorSettings),
    alarm: {
      ...{ exitDelay, entryDelay, finalDoor, confirmWindow, confirmTrips, duration },
      delays: withoutEmpty(alarm.delays),
      profiles: { away: membersOf('away'), night: membersOf('night'), home: membersOf('home') },
      groups: alarm.groups.map(group => ({ ...group, sensors: [...group.sensors] })),
      schedules: alarm.schedules.map(schedule => ({ ...schedule, days: [...schedule.days] })),
      bedtime: alarm.bedtime ?? null,
    },
  };
}

function toSensorSettings(sensor: NamedSensor): SensorSettings {
  const { id, name, kind, zone, chime = false, autoBypass = false, groupOnly = false } = sensor;
  const { pulses = 1, pulseWindow = 30, entryDelay = null } = sensor;
  return { id, name, kind, zone, chime, autoBypass, groupOnly, pulses, pulseWindow, entryDelay };
}

type Delays = HouseSettings['alarm']['delays'];
type OwnDelays = { exit?: number | undefined; entry?: number | undefined };

/** Delays as they count: a profile that has none of its own is left out. */
export function withoutEmpty(
  delays: { readonly [Each in Profile]?: OwnDelays | undefined },
): Delays {
  const kept: Delays = {};
  for (const profile of profileNames) {
    const { exit, entry } = delays[profile] ?? {};
    if (exit === undefined && entry === undefined) continue;
    kept[profile] = {
      ...(exit === undefined ? {} : { exit }),
      ...(entry === undefined ? {} : { entry }),
    };
  }
  return kept;
}
