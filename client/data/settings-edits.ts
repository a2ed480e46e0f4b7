import type { HouseSettings, Profile, SensorSettings } from '../../server/protocol.ts';

type Alarm = HouseSettings['alarm'];

export function withSensor(
  settings: HouseSettings,
  id: string,
  part: Partial<SensorSettings>,
): HouseSettings {
  const sensors = settings.sensors.map(sensor =>
    sensor.id === id ? { ...sensor, ...part } : sensor,
  );
  return { ...settings, sensors };
}

export function withAlarm(settings: HouseSettings, part: Partial<Alarm>): HouseSettings {
  return { ...settings, alarm: { ...settings.alarm, ...part } };
}

/** @param seconds null for the house's */
export function withDelay(
  settings: HouseSettings,
  profile: Profile,
  side: 'exit' | 'entry',
  seconds: number | null,
): HouseSettings {
  const { [side]: _, ...other } = settings.alarm.delays[profile] ?? {};
  const own = seconds === null ? other : { ...other, [side]: seconds };
  const { [profile]: __, ...delays } = settings.alarm.delays;
  return withAlarm(settings, {
    delays: Object.keys(own).length > 0 ? { ...delays, [profile]: own } : delays,
  });
}

/** With one element of a list replaced, or left out when it is null. */
export function withItem<T>(list: readonly T[], index: number, item: T | null): T[] {
  return list.flatMap((old, at) => (at !== index ? [old] : item === null ? [] : [item]));
}

/** Sensors in the order of the house, with one in or out. */
export function withMember(
  settings: HouseSettings,
  members: readonly string[],
  id: string,
  isIn: boolean,
): string[] {
  const wanted = new Set(members);
  if (isIn) wanted.add(id);
  else wanted.delete(id);
  const known = settings.sensors.map(sensor => sensor.id).filter(sensor => wanted.has(sensor));
  // What a recording declares later is in no list yet, and stays.
  return [...known, ...members.filter(member => wanted.has(member) && !known.includes(member))];
}

/** Sensors for which a profile decides: those of a 24-hour zone always count, those of a chime never. */
export function choosableSensors({ sensors }: HouseSettings): SensorSettings[] {
  return sensors.filter(({ zone }) => zone !== '24-hour' && zone !== 'chime');
}
