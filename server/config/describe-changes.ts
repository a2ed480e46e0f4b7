import type { HouseSettings } from '../protocol.ts';
import type { Change } from './setting-leaves.ts';

const words: Record<string, string> = {
  name: 'name',
  zone: 'zone',
  chime: 'chime',
  autoBypass: 'left out by itself when open',
  groupOnly: 'only with its group',
  pulses: 'pulses',
  pulseWindow: 'pulse window',
  exit: 'exit delay',
  entry: 'entry delay',
  exitDelay: 'exit delay',
  entryDelay: 'entry delay',
  finalDoor: 'final door',
  confirmWindow: 'confirmation window',
  confirmTrips: 'trips that confirm',
  duration: 'alarm time',
  groups: 'groups',
  schedules: 'schedules',
  bedtime: 'bedtime',
  away: 'sensors',
  night: 'sensors',
  home: 'sensors',
};

/** For the audit: "Front door: zone from instant to delay; exit delay from 0 to 60". */
export function describeChanges(changes: readonly Change[], { sensors }: HouseSettings): string {
  const said = changes.map(({ filePath, before, after, sensor }) => {
    const key = String(filePath.at(-1));
    const [, section, profile = ''] = filePath.map(String);
    const isOfProfile = section === 'delays' || section === 'profiles';
    const name = sensors.find(({ id }) => id === sensor)?.name ?? sensor;
    const whose = name ?? (isOfProfile ? profile : undefined);
    const what = `${words[key] ?? key} from ${show(before)} to ${show(after)}`;
    return whose === undefined ? what : `${whose}: ${what}`;
  });
  return said.length > 0 ? said.join('; ') : 'nothing that counts';
}

function show(value: unknown): string {
  if (value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (!Array.isArray(value)) return String(value);
  return value.length > 0 ? value.map(showEntry).join(', ') : 'none';
}

function showEntry(entry: unknown): string {
  if (typeof entry === 'string') return entry;
  const { name, sensors, trips, window, at, days, profile, when } = Object(entry);
  if (name !== undefined) return `${name} (${trips} of ${sensors.join(' ')} in ${window} s)`;
  return `${at} ${profile} (${days.join(' ')}, ${when})`;
}
