import type { HouseSettings, Profile } from '../../server/protocol.ts';

/** A page of the settings, by what follows `/house/settings`. */
export type SettingsPlace =
  | { kind: 'list' | 'sensors' | 'alarm' | 'groups' | 'schedules' | 'versions' }
  | { kind: 'sensor'; id: string }
  | { kind: 'profile'; profile: Profile };

const kinds = ['sensors', 'alarm', 'groups', 'schedules', 'versions'] as const;
const profiles: readonly Profile[] = ['away', 'night', 'home'];

/** An address that names nothing is the list of all. */
export function settingsPlace(part: string): SettingsPlace {
  const [name, detail] = part.split('/');
  if (name === 'sensors' && detail) {
    try {
      return { kind: 'sensor', id: decodeURIComponent(detail) };
    } catch {
      return { kind: 'sensors' };
    }
  }
  const profile = profiles.find(known => known === detail);
  if (name === 'profile' && profile) return { kind: 'profile', profile };
  return { kind: kinds.find(known => known === name) ?? 'list' };
}

export const SETTINGS = '/house/settings';

export function settingsPath(place: SettingsPlace): string {
  switch (place.kind) {
    case 'list':
      return SETTINGS;
    case 'sensor':
      return `${SETTINGS}/sensors/${encodeURIComponent(place.id)}`;
    case 'profile':
      return `${SETTINGS}/profile/${place.profile}`;
    default:
      return `${SETTINGS}/${place.kind}`;
  }
}

/** Where the field is of which something was said. */
export function placeOfPath(path: string, { sensors }: HouseSettings): SettingsPlace {
  const [room, key = '', detail] = path.split('.');
  if (room === 'sensors') {
    const sensor = sensors[Number(key)];
    return sensor ? { kind: 'sensor', id: sensor.id } : { kind: 'sensors' };
  }
  if (room !== 'alarm') return { kind: 'list' };
  const profile = profiles.find(known => known === detail);
  if ((key === 'delays' || key === 'profiles') && profile) return { kind: 'profile', profile };
  if (key === 'groups') return { kind: 'groups' };
  if (key === 'schedules' || key === 'bedtime') return { kind: 'schedules' };
  return key === '' ? { kind: 'list' } : { kind: 'alarm' };
}

/** Whether the hub's environment sets this, so that it cannot be changed here. */
export function isOverridden(overridden: readonly string[], path: string): boolean {
  return overridden.some(
    key => key === path || path.startsWith(`${key}.`) || key.startsWith(`${path}.`),
  );
}
