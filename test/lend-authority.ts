import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives a house that does not test how one is made the authority of all tests; a configuration with names or
 * certificates of its own wants its own.
 */
export function lendAuthority(dataFolder: string, yaml: string): void {
  const authority = process.env.TEST_AUTHORITY;
  if (authority === undefined || /names:|_file:/.test(yaml)) return;
  mkdirSync(dataFolder, { mode: 0o700 });
  cpSync(authority, join(dataFolder, 'pki'), { recursive: true });
}
