import type { z } from 'zod';

/** One thing wrong with the configuration. */
export interface ConfigProblem {
  /** `sec53.yaml:12`, or the name of the environment variable. */
  place: string;
  /** `edge.port` */
  path: string;
  /** What was found there, shortened. */
  found: string;
  /** What to write instead. */
  fix: string;
}

export type Path = (string | number)[];

/** One thing wrong at a path whose place is not known yet. */
export interface Found {
  path: Path;
  found: string;
  fix: string;
}

const secretKeys: readonly unknown[] = ['password', 'token', 'secret'];

export function formatProblem({ place, path, found, fix }: ConfigProblem): string {
  return `${place}: ${path ? `${path}: ` : ''}${found}; ${fix}`;
}

export function formatPath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index ? `.${part}` : part))
    .join('');
}

/** Something wrong, at a path of the configuration. */
export interface Found {
  path: Path;
  found: string;
  fix: string;
}

/** Shows a value as the owner wrote it, cut to one short line. Secrets are never shown. */
export function formatFound(value: unknown, path: Path): string {
  if (value === undefined) return 'nothing is written';
  if (secretKeys.includes(path.at(-1))) return 'found a value';
  // Whoever knows this address can speak for the hub.
  if (formatPath(path) === 'watch.heartbeat.url') return 'found a value';
  // An address may hold a password, and one that cannot be read may hold it anywhere.
  const shown = typeof value === 'string' ? value.replace(/^([a-z]+:\/\/).*@/, '$1…@') : value;
  const json = JSON.stringify(shown) ?? String(shown);
  return `found ${json.length > 60 ? `${json.slice(0, 57)}…` : json}`;
}

/** Follows `path` into parsed YAML. */
function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === String(part))?.[1];
  }
  return value;
}

/** Turns zod's issues into path, value found and fix; an unknown key gets the nearest known one. */
export function toProblems(
  issues: readonly z.core.$ZodIssue[],
  root: unknown,
  knownKeys: (path: Path) => string[],
): { path: Path; found: string; fix: string }[] {
  return issues.flatMap(issue => {
    const path = issue.path.map(part => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => ({
        path: [...path, key],
        found: 'this key is not known',
        fix: suggestKey(key, knownKeys(path)),
      }));
    }
    const found = formatFound(valueAt(root, path), path);
    // Only plain objects have no sentence of their own.
    const isSection = issue.code === 'invalid_type' && issue.expected === 'object';
    return [
      {
        path,
        found,
        fix:
          isSection && issue.message.startsWith('Invalid input')
            ? 'write keys and values here'
            : issue.message,
      },
    ];
  });
}

export function suggestKey(key: string, known: string[]): string {
  const [best] = known
    .map(name => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  if (best && best.distance <= Math.max(2, key.length / 3)) return `did you mean ${best.name}?`;
  return known.length ? `known here: ${known.join(', ')}` : 'remove it';
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
