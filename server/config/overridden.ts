import type { Override } from './environment.ts';
import { alarmKeys } from './house-settings.ts';
import type { Change } from './setting-leaves.ts';

export interface Overridden {
  /** Of the settings, such as `alarm.exitDelay`. */
  key: string;
  variable: string;
}

/** Keys of the settings that the environment sets, which the file cannot change. */
export function overriddenKeys(overrides: readonly Override[]): Overridden[] {
  return overrides.flatMap(({ path, variable }) => {
    const [section, key] = path;
    if (section === 'sensors') {
      return key === undefined || key === 'list' ? [{ key: 'sensors', variable }] : [];
    }
    if (section !== 'alarm') return [];
    const isMine = key === undefined || alarmKeys.some(mine => mine === key);
    return isMine ? [{ key: path.join('.'), variable }] : [];
  });
}

/** Changes of such keys. */
export function findOverridden(
  changes: readonly Change[],
  overridden: readonly Overridden[],
): { path: string; message: string }[] {
  return overridden.flatMap(({ key, variable }) => {
    if (!changes.some(({ path }) => path === key || path.startsWith(`${key}.`))) return [];
    const message = `is set by ${variable} in the hub’s environment: take that away, or leave it`;
    return [{ path: key, message }];
  });
}
