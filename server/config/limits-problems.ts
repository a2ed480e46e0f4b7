import { type Found, formatFound } from './problems.ts';
import type { ConfigFile } from './schema.ts';

const limits = ['low', 'high', 'rise', 'fall'] as const;
/** A change within ten minutes is judged by some readings in it. */
const longestEvery = 120;

/** What is wrong with the limits of thermometers, each by itself and among each other. */
export function findLimitsProblems({
  list,
  temperatureEvery,
}: Pick<ConfigFile['sensors'], 'list' | 'temperatureEvery'>): Found[] {
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
