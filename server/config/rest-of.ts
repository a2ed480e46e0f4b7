import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { NamedSensor } from '../alarm/zones.ts';
import { alarmKeys, sensorKeys } from './house-settings.ts';

/**
 * What a configuration's text says beside the settings: what the app must leave alone.
 *
 * @param household listed in full it is as good as not listed
 */
export function restOf(text: string, household: readonly NamedSensor[]): Record<string, unknown> {
  const root = toObject(parse(text));
  const alarm = without(root.alarm, alarmKeys);
  const { list, ...sensors } = toObject(root.sensors);
  const wired = Array.isArray(list) ? list.map(sensor => without(sensor, sensorKeys)) : [];
  const plain = household.map(({ id, kind }) => ({ id, kind }));
  const isListed = wired.length > 0 && !isDeepStrictEqual(wired, plain);
  const kept = isListed ? { ...sensors, list: wired } : sensors;
  return withoutEmpty({ ...root, alarm, sensors: kept });
}

function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function without(value: unknown, keys: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(toObject(value));
  return Object.fromEntries(entries.filter(([key]) => !keys.includes(key)));
}

function withoutEmpty(sections: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown) => isDeepStrictEqual(value, {});
  return Object.fromEntries(Object.entries(sections).filter(([, value]) => !isEmpty(value)));
}
