import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../../scripts/lock.mjs';

/** For all clones of this user: what is in it depends on no version of the hub. */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sec53-kernel');

function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest('hex').slice(0, 12);
}

/** Where something is, or would be once it is made. */
function placeOf(name: string, madeBy: readonly string[]): string {
  return join(cache, `${name}-${hashOf(madeBy)}`);
}

export function isKept(name: string, madeBy: readonly string[]): boolean {
  return existsSync(placeOf(name, madeBy));
}

/**
 * A folder that is made once, and is there whole or not at all.
 *
 * @param madeBy the files of this room that decide what is in it
 * @param make gets the folder to fill, and one for what is thrown away
 */
export async function keep(
  name: string,
  madeBy: readonly string[],
  make: (folder: string, scratch: string) => Promise<void>,
): Promise<string> {
  const place = placeOf(name, madeBy);
  if (existsSync(place)) return place;
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const onWait = () => console.error('another clone prepares kernels; waiting for it');
  await withLock(join(cache, 'lock'), onWait, async () => {
    if (existsSync(place)) return;
    const scratch = await mkdtemp(join(tmpdir(), 'sec53-kernel-'));
    const unfinished = `${place}.unfinished`;
    try {
      await rm(unfinished, { recursive: true, force: true });
      await mkdir(unfinished);
      await make(unfinished, scratch);
      await rename(unfinished, place);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
      await rm(scratch, { recursive: true, force: true });
    }
  });
  return place;
}
