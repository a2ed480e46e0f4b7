import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Config } from '../../server/config/config.ts';
import { formatPath } from '../../server/config/problems.ts';
import { readConfig } from '../../server/config/read-config.ts';
import { errorText } from '../../server/errors.ts';
import { fault, good, type Row, warning } from './row.ts';

const check = 'configuration';

export interface Examined {
  /** Undefined while it has problems. */
  config: Config | undefined;
  /** The file's text; empty without one. */
  text: string;
  rows: Row[];
}

/** Reads the configuration as the hub would, and tells everything that is wrong with it. */
export function examineConfiguration(
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): Examined {
  let text = '';
  try {
    if (file !== undefined) text = readFileSync(file, 'utf8');
  } catch (error) {
    const fix = 'name a file that this user may read: npm run doctor -- --config FILE';
    return { config: undefined, text, rows: [fault(check, errorText(error), fix)] };
  }
  const name = file === undefined ? 'defaults' : basename(file);
  const folder = file === undefined ? process.cwd() : dirname(file);
  const { config, overrides, problems } = readConfig({ text, name, folder, environment });
  const rows = problems.map(({ place, path, found, fix }) => {
    const key = formatPath(path);
    return fault(check, `${place}: ${key ? `${key}: ` : ''}${found}`, fix);
  });
  if (config) rows.push(...describe(file, config));
  for (const { path, variable } of overrides) {
    rows.push(good(check, `${formatPath(path)} is set by ${variable} in the environment`));
  }
  return { config, text, rows };
}

function describe(file: string | undefined, { sensors, notYet }: Config): Row[] {
  const { length } = sensors.list;
  const said = `${file ?? 'no file'}: ${length === 1 ? '1 sensor' : `${length} sensors`}`;
  return [
    file === undefined
      ? warning(check, 'there is no sec53.yaml, so the defaults count', 'copy sec53.example.yaml')
      : good(check, said),
    ...notYet.map(key => {
      const fix = 'leave it out; it does nothing';
      return warning(check, `${key} is set, and this version does not act on it`, fix);
    }),
  ];
}
