import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorText } from '../errors.ts';
import type { Found, Path } from './problems.ts';

/** A secret that is written in the section under a key, or in the file that `KEY_file` names. */
export type ReadSecret = (
  section: Path,
  key: string,
  inline: string | undefined,
  named: string | undefined,
) => string | undefined;

/** @param problems gets what is wrong */
export function createSecretReader(
  { folder, credentials }: { folder: string; credentials: string | undefined },
  problems: Found[],
): ReadSecret {
  return (section, key, inline, named) => {
    if (named === undefined) return inline;
    const path = [...section, `${key}_file`];
    if (inline !== undefined) {
      problems.push({ path, found: `${key} is written too`, fix: 'keep one of the two' });
      return undefined;
    }
    // systemd hands credentials over in a folder that only the service can read.
    const places = [resolve(folder, named), ...(credentials ? [join(credentials, named)] : [])];
    const failures: string[] = [];
    for (const place of places) {
      try {
        return readFileSync(place, 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        failures.push(errorText(error));
      }
    }
    problems.push({
      path,
      found: `cannot be read (${failures[0]})`,
      fix: 'name a file that the hub may read',
    });
    return undefined;
  };
}
