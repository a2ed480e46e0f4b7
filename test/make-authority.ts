import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAuthority } from '../server/authority.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { createLog } from '../server/log.ts';

/**
 * One authority for all houses that do not test how one is made: keys take longer than most of what is done
 * with them. Workers find it by the environment.
 */
export async function setup(): Promise<(() => void) | undefined> {
  // Each project of the tests asks for it.
  if (process.env.TEST_AUTHORITY !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sec53-authority-'));
  const pki = join(folder, 'pki');
  const { edge } = loadConfig({ file: undefined, environment: {} });
  await prepareAuthority(
    pki,
    edge,
    createLog(() => undefined),
  );
  process.env.TEST_AUTHORITY = pki;
  return () => rmSync(folder, { recursive: true, force: true });
}
