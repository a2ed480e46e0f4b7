import { isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Config, finishConfig } from './config.ts';
import { type Override, readOverrides } from './environment.ts';
import { type Found, formatPath, type Path, toProblems } from './problems.ts';
import { type ConfigFile, configSchema } from './schema.ts';
import { keysAt } from './schema-shape.ts';

export interface ConfigText {
  text: string;
  /** What the file is called; for the places of problems. */
  name: string;
  /** What file names in it are relative to. */
  folder: string;
  environment: Record<string, string | undefined>;
}

/** One thing wrong, with its place: a line of the file, or an environment variable. */
export interface PlacedProblem extends Found {
  place: string;
}

export interface ReadConfig {
  /** Undefined when there are problems. */
  config: Config | undefined;
  /** What the environment sets. */
  overrides: readonly Override[];
  problems: PlacedProblem[];
}

/** Lays the environment over a text, reads the secrets' files, and finds every problem at once. */
export function readConfig({ text, name, folder, environment }: ConfigText): ReadConfig {
  const problems: PlacedProblem[] = [];
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    const place = `${name}:${line}:${col}`;
    problems.push({ place, path: [], found: error.message, fix: 'correct the YAML there' });
  }
  if (problems.length > 0) return { config: undefined, overrides: [], problems };

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
    problems.push({ place: variable, path: [], found: 'this variable is not known', fix });
  }
  const root = asSection(document.toJS() ?? {});
  if (root === undefined) {
    const nothing = { path: [], found: 'found no keys', fix: 'write keys and values' };
    return { config: undefined, overrides, problems: [{ place: `${name}:1`, ...nothing }] };
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
    problems.push({ place: placeOf(path), path, found, fix });
  }
  const readable = parsed.success ? parsed.data : parseRest(root, parsed.error.issues);
  if (!readable) return { config: undefined, overrides, problems };

  const { config, problems: deeper } = finishConfig(readable, {
    folder,
    credentials: environment.CREDENTIALS_DIRECTORY,
  });
  for (const { path, found, fix } of deeper) {
    problems.push({ place: placeOf(path), path, found, fix });
  }
  return { config: problems.length > 0 ? undefined : config, overrides, problems };
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
