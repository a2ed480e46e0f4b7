import type { HouseSettings, Profile } from '../../server/protocol.ts';

/** Something that was changed here and, meanwhile, differently by somebody else. */
export interface Conflict {
  /** `sensors.front-door.zone`, `alarm.groups` */
  key: string;
}

/** Whether two values of JSON say the same, whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  const [ones, others] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    ones.length === others.size &&
    ones.every(([key, value]) => others.has(key) && isSame(value, others.get(key)))
  );
}

const sensorKeys = [
  ...(['name', 'zone', 'chime', 'autoBypass', 'groupOnly'] as const),
  ...(['pulses', 'pulseWindow', 'entryDelay'] as const),
];
const alarmKeys = [
  ...(['exitDelay', 'entryDelay', 'finalDoor', 'confirmWindow', 'confirmTrips'] as const),
  ...(['duration', 'groups', 'schedules', 'bedtime'] as const),
];
const profiles: readonly Profile[] = ['away', 'night', 'home'];

/**
 * What was changed here, put onto what the house is now. Where both changed the same thing, the house's
 * value stays and the conflict is named: it was saved, and whoever is here has not seen it yet.
 */
export function mergeSettings(
  base: HouseSettings,
  mine: HouseSettings,
  theirs: HouseSettings,
): { settings: HouseSettings; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];

  function pick<T>(key: string, was: T, own: T, now: T): T {
    if (isSame(own, was) || isSame(own, now)) return now;
    if (isSame(now, was)) return own;
    conflicts.push({ key });
    return now;
  }
  function pickKeys<T extends object>(
    prefix: string,
    keys: readonly (keyof T & string)[],
    [was, own, now]: [was: T, own: T, now: T],
  ): T {
    const merged = { ...now };
    for (const key of keys) {
      const picked = pick(`${prefix}.${key}`, was[key], own[key], now[key]);
      // What a profile does not have of its own is absent, not undefined.
      if (picked === undefined) delete merged[key];
      else merged[key] = picked;
    }
    return merged;
  }

  const sensors = theirs.sensors.map(now => {
    const was = base.sensors.find(({ id }) => id === now.id);
    const own = mine.sensors.find(({ id }) => id === now.id);
    return was && own ? pickKeys(`sensors.${now.id}`, sensorKeys, [was, own, now]) : now;
  });
  const alarm = pickKeys('alarm', alarmKeys, [base.alarm, mine.alarm, theirs.alarm]);
  alarm.profiles = pickKeys('alarm.profiles', profiles, [
    ...([base.alarm.profiles, mine.alarm.profiles] as const),
    theirs.alarm.profiles,
  ]);
  const delays: HouseSettings['alarm']['delays'] = {};
  for (const profile of profiles) {
    const [was = {}, own = {}, now = {}] = [base, mine, theirs].map(
      ({ alarm }) => alarm.delays[profile],
    );
    const merged = pickKeys(`alarm.delays.${profile}`, ['exit', 'entry'], [was, own, now]);
    if (Object.keys(merged).length > 0) delays[profile] = merged;
  }
  return { settings: { sensors, alarm: { ...alarm, delays } }, conflicts };
}
