import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Refusal } from '../errors.ts';
import type { Config } from './config.ts';
import { formatPath, formatProblem } from './problems.ts';
import { type PlacedProblem, readConfig } from './read-config.ts';

export interface ConfigSource {
  /** Where the file is; undefined when there is none and the house is simulated. */
  file: string | undefined;
  environment: Record<string, string | undefined>;
}

/**
 * Reads the configuration, lays the environment over it, reads the secrets' files and freezes it.
 *
 * @throws Refusal that lists every problem at once, each with place, path, what was found and the fix
 */
export function loadConfig({ file, environment }: ConfigSource): Config {
  const { config, problems } = readConfig({
    text: file === undefined ? '' : readConfigFile(file),
    name: file === undefined ? 'defaults' : basename(file),
    folder: file === undefined ? process.cwd() : dirname(resolve(file)),
    environment,
  });
  if (!config) throw refuse(problems);
  return config;
}

function readConfigFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`the configuration cannot be read: ${reason}; name an existing file`);
  }
}

function refuse(problems: readonly PlacedProblem[]): Refusal {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new Refusal(
    [
      `the configuration has ${count}:`,
      ...problems.map(({ path, ...rest }) => {
        return `  ${formatProblem({ ...rest, path: formatPath(path) })}`;
      }),
    ].join('\n'),
  );
}
