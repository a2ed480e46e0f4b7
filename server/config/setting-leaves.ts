import { isDeepStrictEqual } from 'node:util';
import type { HouseSettings } from '../protocol.ts';
import { profileNames, sensorKeys } from './house-settings.ts';
import type { Path } from './problems.ts';

/** One value of the settings that is to become another. */
export interface Change {
  /** In the request, such as `alarm.exitDelay` or `sensors.2.zone`. */
  path: string;
  /** In the configuration file. */
  filePath: Path;
  before: unknown;
  /** Undefined takes the key away. */
  after: unknown;
  /** Of a sensor, its id. */
  sensor?: string;
}

type Leaf = Omit<Change, 'before' | 'after'> & { value: unknown };

/**
 * What stands otherwise in `wanted`. Both must name the same sensors.
 *
 * @param before its sensors are in the order of the file
 */
export function changesBetween(before: HouseSettings, wanted: HouseSettings): Change[] {
  const known = new Map(leavesOf(before, before).map(leaf => [leaf.filePath.join('.'), leaf]));
  return leavesOf(wanted, before).flatMap(({ value, ...leaf }) => {
    const old = known.get(leaf.filePath.join('.'))?.value;
    return isDeepStrictEqual(old, value) ? [] : [{ ...leaf, before: old, after: value }];
  });
}

function leavesOf({ sensors, alarm }: HouseSettings, file: HouseSettings): Leaf[] {
  const { delays, profiles, bedtime, ...plain } = alarm;
  const leaf = (value: unknown, ...path: string[]): Leaf => {
    return { path: ['alarm', ...path].join('.'), filePath: ['alarm', ...path], value };
  };
  return [
    ...sensors.flatMap((sensor, index) => {
      const at = file.sensors.findIndex(({ id }) => id === sensor.id);
      return sensorKeys.map(key => ({
        path: `sensors.${index}.${key}`,
        filePath: ['sensors', 'list', at, key],
        value: sensor[key] ?? undefined,
        sensor: sensor.id,
      }));
    }),
    ...Object.entries(plain).map(([key, value]) => leaf(value, key)),
    ...profileNames.flatMap(profile => [
      leaf(delays[profile]?.exit, 'delays', profile, 'exit'),
      leaf(delays[profile]?.entry, 'delays', profile, 'entry'),
      leaf(profiles[profile], 'profiles', profile),
    ]),
    leaf(bedtime ?? undefined, 'bedtime'),
  ];
}
