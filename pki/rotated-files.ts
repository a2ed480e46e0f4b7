import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorCode } from '../server/errors.ts';
import { syncFolder } from '../server/state/make-folder.ts';
import { fileRefusal } from './file-refusal.ts';
import { certificatePath, keyPath, rotatedPath } from './layout.ts';

/** The server's certificate last: whoever watches it then finds all the others new. */
const kinds = ['client-issuer', 'server-issuer', 'server'] as const;

/**
 * Shows new issuers and a new server certificate by one rename of the folder they were made in; they
 * count from then on, and {@link finishRotation} only moves them. Synchronous, to fit in a
 * transaction.
 */
export function showRotation(folder: string, made: string): void {
  finishRotation(folder);
  try {
    renameSync(made, rotatedPath(folder));
    syncFolder(folder);
  } catch (error) {
    throw fileRefusal(error, 'write', rotatedPath(folder));
  }
}

/**
 * Moves the files of a rotation over the old ones, which are gone then. What was moved before is
 * passed over, so it can be done again after an interruption, and by two processes at once.
 */
export function finishRotation(folder: string): void {
  const rotated = rotatedPath(folder);
  if (!existsSync(rotated)) return;
  try {
    for (const kind of kinds) {
      for (const place of [keyPath(folder, kind), certificatePath(folder, kind)]) {
        moveIfThere(join(rotated, basename(place)), place);
      }
    }
    syncFolder(folder);
    rmSync(rotated, { recursive: true, force: true });
    syncFolder(folder);
  } catch (error) {
    throw fileRefusal(error, 'finish the rotation in', rotated);
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
