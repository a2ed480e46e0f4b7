import { isDeepStrictEqual } from 'node:util';
import type { Config } from './config.ts';
import { brokenWords } from './edit-settings.ts';
import type { ReadConfig } from './read-config.ts';

/** Why the settings of a file cannot count at once in the hub that runs, or undefined. */
export function whyNotRunning(
  running: Config,
  { config, problems }: ReadConfig,
  name: string,
): string | undefined {
  if (!config) return brokenWords(problems);
  const { driver, list } = config.sensors;
  if (driver === 'replay' && list.length === 0) {
    return `the recording says which sensors there are: list them in ${name}, under sensors.list`;
  }
  if (isDeepStrictEqual(wiredAs(running), wiredAs(config))) return undefined;
  return `${name} has other sensors than the hub was started with: restart the hub first`;
}

function wiredAs({ sensors: { driver, list } }: Config) {
  return {
    driver,
    list: list.map(({ id, kind, line, device }) => ({ id, kind, line, device })),
  };
}
