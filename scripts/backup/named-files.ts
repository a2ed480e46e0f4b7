import { readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { errorCode } from '../../server/errors.ts';

/** The configuration, or a file that it names. */
export interface NamedFile {
  /** `config/NAME` below the configuration's folder, `elsewhere/N` anywhere else. */
  part: string;
  path: string;
  content: Buffer;
}

/** The values of all keys that name a file by the house's own convention, `…_file`. */
function filesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key.endsWith('_file') && typeof inner === 'string' ? [inner] : filesOf(inner),
  );
}

/**
 * The configuration with the secrets and certificates that it names.
 *
 * @returns also the paths of what it names and cannot be read
 */
export function readNamedFiles(
  configFile: string,
  credentials: string | undefined,
): { files: NamedFile[]; missing: string[] } {
  const content = read(configFile);
  // A hub without a configuration simulates a house.
  if (!content) return { files: [], missing: [] };
  const folder = dirname(configFile);
  const files: NamedFile[] = [
    { part: `config/${basename(configFile)}`, path: configFile, content },
  ];
  const missing: string[] = [];
  for (const name of new Set(filesOf(parse(content.toString('utf8'))))) {
    const path = resolve(folder, name);
    const found = read(path) ?? (credentials ? read(join(credentials, name)) : undefined);
    const below = relative(folder, path);
    const isInside = !below.startsWith('..') && !isAbsolute(below);
    const part = isInside ? `config/${below}` : `elsewhere/${files.length}`;
    if (found) files.push({ part, path, content: found });
    else missing.push(path);
  }
  return { files, missing };
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EPERM', 'EISDIR'].includes(errorCode(error))) return undefined;
    throw error;
  }
}
