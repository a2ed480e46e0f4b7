import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../pki/authority.ts';

/**
 * One authority for all houses that do not test how one is made: keys take longer than most of what is done
 * with them. Workers find it by the environment.
 */
export async function setup(): Promise<(() => void) | undefined> {
  // Each project of the tests asks for it.
  if (process.env.TEST_AUTHORITY !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sec53-authority-'));
  const pki = join(folder, 'pki');
  await createAuthority(pki, { names: ['sec53.local'] });
  process.env.TEST_AUTHORITY = pki;
  return () => rmSync(folder, { recursive: true, force: true });
}
