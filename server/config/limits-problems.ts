import { type Found, formatFound } from './problems.ts';
import type { ConfigFile } from './schema.ts';

const limits = ['low', 'high', 'rise', 'fall'] as const;
/** A change within ten minutes is judged by some readings in it. */
const longestEvery = 120;

type Profiles = ConfigFile['alarm']['profiles'];

/** What is wrong with the limits of thermometers, each by itself and among each other. */
export function findLimitsProblems(
  { list, temperatureEvery }: Pick<ConfigFile['sensors'], 'list' | 'temperatureEvery'>,
  profiles: Profiles,
): Found[] {
  const problems: Found[] = [];
  let hasChange = false;
  for (const [index, sensor] of list.entries()) {
    const path = ['sensors', 'list', index];
    const { kind, low, high, hysteresis, rise, fall } = sensor;
    if (kind !== 'temperature') {
      for (const key of limits) {
        if (sensor[key] === undefined) continue;
        const fix = `remove it: a ${kind} sensor measures no temperature`;
        problems.push({ path: [...path, key], found: formatFound(sensor[key], []), fix });
      }
      continue;
    }
    if (limits.some(key => sensor[key] !== undefined)) {
      const fix = whyUnwatched(sensor, profiles);
      const found = formatFound(sensor.zone, []);
      if (fix !== undefined) problems.push({ path: [...path, 'zone'], found, fix });
    }
    hasChange ||= rise !== undefined || fall !== undefined;
    if (low === undefined || high === undefined) continue;
    if (low >= high) {
      const fix = `write less than high, ${high}`;
      problems.push({ path: [...path, 'low'], found: formatFound(low, []), fix });
    } else if (high - low <= hysteresis) {
      const fix = `write less than what lies between low and high, ${Number((high - low).toFixed(1))}`;
      problems.push({ path: [...path, 'hysteresis'], found: formatFound(hysteresis, []), fix });
    }
  }
  if (hasChange && temperatureEvery > longestEvery) {
    const fix = `write at most ${longestEvery}, so that rise and fall have readings to go by`;
    const path = ['sensors', 'temperatureEvery'];
    problems.push({ path, found: formatFound(temperatureEvery, []), fix });
  }
  return problems;
}

/** @returns how its limits come to count, where they never do */
function whyUnwatched(
  { id, zone = '24-hour' }: ConfigFile['sensors']['list'][number],
  { away, night, home }: Profiles,
): string | undefined {
  if (zone === '24-hour') return undefined;
  if (zone === 'chime') return 'write 24-hour: the limits of a chime never count';
  // A profile that is not written is all contacts.
  const isIn = [away, night, home].some(members => members === 'all' || members?.includes(id));
  return isIn
    ? undefined
    : 'write 24-hour, or name it in one of alarm.profiles, or its limits never count';
}
