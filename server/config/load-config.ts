import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { Refusal } from '../errors.ts';
import { type Config, finishConfig } from './config.ts';
import { readOverrides } from './environment.ts';
import {
  type ConfigProblem,
  formatPath,
  formatProblem,
  type Path,
  toProblems,
} from './problems.ts';
import { type ConfigFile, configSchema } from './schema.ts';
import { keysAt } from './schema-shape.ts';

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
  const problems: ConfigProblem[] = [];
  const source = file === undefined ? '' : readConfigFile(file);
  const name = file === undefined ? 'defaults' : basename(file);
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    const place = `${name}:${line}:${col}`;
    problems.push({ place, path: '', found: error.message, fix: 'correct the YAML there' });
  }
  if (problems.length > 0) throw refuse(problems);

  function placeOf(path: Path): string {
    const variable = overrides.find(
      override => formatPath(override.path) === formatPath(path.slice(0, override.path.length)),
    )?.variable;
    if (variable) return variable;
    for (let length = path.length; length > 0; length--) {
      const parent = document.getIn(path.slice(0, length - 1), true);
      const key = path[length - 1];
      const node = isMap(parent)
        ? parent.items.find(item => String(item.key) === key)?.key
        : document.getIn(path.slice(0, length), true);
      const range = hasRange(node) ? node.range : undefined;
      if (range) return `${name}:${lines.linePos(range[0]).line}`;
    }
    return name;
  }

  const { overrides, problems: unknown } = readOverrides(environment, configSchema);
  for (const { variable, fix } of unknown) {
    problems.push({ place: variable, path: '', found: 'this variable is not known', fix });
  }
  const root = asSection(document.toJS() ?? {});
  if (root === undefined) {
    throw refuse([
      { place: `${name}:1`, path: '', found: 'found no keys', fix: 'write keys and values' },
    ]);
  }
  for (const { path, value } of overrides) setAt(root, path, value);
  // A text that looks like a number must stay text when it comes from the environment.
  for (const issue of configSchema.safeParse(root).error?.issues ?? []) {
    const where = issue.path.join('.');
    const override = overrides.find(({ path }) => path.join('.') === where);
    if (override && issue.code === 'invalid_type' && issue.expected === 'string') {
      setAt(root, override.path, override.raw);
    }
  }
  const parsed = configSchema.safeParse(root);
  for (const { path, found, fix } of toProblems(parsed.error?.issues ?? [], root, path =>
    keysAt(configSchema, path),
  )) {
    problems.push({ place: placeOf(path), path: formatPath(path), found, fix });
  }
  const readable = parsed.success ? parsed.data : parseRest(root, parsed.error.issues);
  if (!readable) throw refuse(problems);

  const folder = file === undefined ? process.cwd() : dirname(resolve(file));
  const { config, problems: deeper } = finishConfig(readable, {
    folder,
    credentials: environment.CREDENTIALS_DIRECTORY,
  });
  for (const { path, found, fix } of deeper) {
    problems.push({ place: placeOf(path), path: formatPath(path), found, fix });
  }
  if (problems.length > 0) throw refuse(problems);
  return config;
}

/**
 * The configuration without the keys that are wrong, so that what spans several keys is found in the
 * same go; undefined when nothing is left to judge.
 */
function parseRest(
  root: Record<string, unknown>,
  issues: readonly z.core.$ZodIssue[],
): ConfigFile | undefined {
  const rest = structuredClone(root);
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    for (const key of keys) {
      const path = [...issue.path, ...(key === undefined ? [] : [key])];
      let section: unknown = rest;
      for (const part of path.slice(0, -1)) section = Reflect.get(Object(section), part);
      const last = path.at(-1);
      if (last !== undefined) Reflect.deleteProperty(Object(section), last);
    }
  }
  return configSchema.safeParse(rest).data;
}

function readConfigFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`the configuration cannot be read: ${reason}; name an existing file`);
  }
}

function refuse(problems: ConfigProblem[]): Refusal {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new Refusal(
    [
      `the configuration has ${count}:`,
      ...problems.map(problem => `  ${formatProblem(problem)}`),
    ].join('\n'),
  );
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function asSection(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

function setAt(root: Record<string, unknown>, path: Path, value: unknown): void {
  let section = root;
  for (const part of path.slice(0, -1)) {
    const next = asSection(section[part]) ?? {};
    section[part] = next;
    section = next;
  }
  section[String(path.at(-1))] = value;
}
