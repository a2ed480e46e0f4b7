import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../../server/state/make-folder.ts';
import { scratchPrefix } from './take-backup.ts';

/** While it is there, the folder holds parts of two houses, and no hub starts in it. */
const unfinishedMark = 'restore.unfinished';

const asidePrefix = 'before-restore-';

/** What belongs to the house that lives in a data folder, and what only the folder has. */
function houseOf(dataFolder: string): string[] {
  return readdirSync(dataFolder).filter(
    name =>
      !/^hub\.(lock|pid)/.test(name) &&
      ![asidePrefix, scratchPrefix].some(prefix => name.startsWith(prefix)) &&
      name !== unfinishedMark &&
      name !== 'lost+found',
  );
}

export function isEmpty(dataFolder: string): boolean {
  return !existsSync(dataFolder) || (houseOf(dataFolder).length === 0 && !asideOf(dataFolder));
}

/** Where a restore that was cut off has put the house that it found; undefined when none was. */
export function asideOf(dataFolder: string): string | undefined {
  try {
    return readFileSync(join(dataFolder, unfinishedMark), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/**
 * Moves the house of a data folder into a folder of it, and another in its place.
 *
 * @returns where the old one is; undefined when there was none
 */
export function swapHouses(dataFolder: string, from: string, at: Date): string | undefined {
  const old = houseOf(dataFolder);
  const mark = join(dataFolder, unfinishedMark);
  const time = at.toISOString().replace(/\.\d+|[-:]/g, '');
  const aside = join(dataFolder, `${asidePrefix}${time}`);
  const found = asideOf(dataFolder) ?? aside;
  writeFileSync(mark, `${found}\n`, { mode: 0o600 });
  syncFolder(dataFolder);
  if (old.length > 0) {
    makeFolder(aside);
    for (const name of old) renameSync(join(dataFolder, name), join(aside, name));
    syncFolder(aside);
  }
  for (const name of readdirSync(from)) renameSync(join(from, name), join(dataFolder, name));
  syncFolder(dataFolder);
  rmSync(mark);
  syncFolder(dataFolder);
  return old.length > 0 ? aside : undefined;
}
