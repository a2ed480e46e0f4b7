import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../server/errors.ts';
import { fileRefusal } from './file-refusal.ts';

/**
 * A new folder in which something is put together before a rename shows it, or to which something
 * is moved before it is deleted. The leading dot keeps it apart from devices, and its name tells
 * which process works there.
 * @returns the path of the new folder.
 */
export async function makeBuildingFolder(parent: string): Promise<string> {
  const path = join(parent, `.building-${process.pid}-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    throw fileRefusal(error, 'make the folder', path);
  }
  return path;
}

/** Deletes what a process that was killed left behind. There may be keys in it. */
export async function sweepBuildingFolders(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const owner = /^\.building-(\d+)-[0-9a-f]{12}$/.exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
