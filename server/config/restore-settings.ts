import { isDeepStrictEqual } from 'node:util';
import type { NamedSensor } from '../alarm/zones.ts';
import { HttpProblem } from '../errors.ts';
import type { Config } from './config.ts';
import { brokenWords } from './edit-settings.ts';
import { type ConfigText, readConfig } from './read-config.ts';
import { restOf } from './rest-of.ts';

/**
 * Reads an older configuration as the hub would at a start.
 *
 * @param now the text that it is to replace, from which it may differ in settings alone: a line, a
 *   driver or a secret is changed in the file, by whoever has the machine
 * @throws HttpProblem `not_possible`
 */
export function restoreSettings(
  old: ConfigText,
  now?: string,
  household: readonly NamedSensor[] = [],
): { config: Config } {
  const { config, problems } = readConfig(old);
  if (!config) throw new HttpProblem('not_possible', { detail: brokenWords(problems) });
  if (now === undefined) return { config };
  const [then, today] = [restOf(old.text, household), restOf(now, household)];
  const keys = [...new Set([...Object.keys(then), ...Object.keys(today)])];
  const other = keys.filter(key => !isDeepStrictEqual(then[key], today[key]));
  if (other.length > 0) {
    const detail = `it is another file beside the settings (${other.join(', ')}): put it back by hand`;
    throw new HttpProblem('not_possible', { detail });
  }
  return { config };
}
