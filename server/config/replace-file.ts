import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../errors.ts';
import { syncFolder } from '../state/make-folder.ts';

/** A text that is on disk beside the file whose place it is to take. */
export interface Replacement {
  /** From now on the file is the new one, also after a power cut. */
  commit(): void;
  /** Leaves the file as it is. */
  cancel(): void;
}

/** The file itself, where `path` is a link to it. */
export function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return path;
    throw error;
  }
}

/**
 * Writes a file's next content beside it. At every moment the file is the old one or the new one, whole.
 * It keeps its mode, and its owner where the hub may give files away; a new one is its owner's alone.
 *
 * @throws the system's error, with nothing changed
 */
export function prepareReplacement(path: string, content: Uint8Array): Replacement {
  const target = targetOf(path);
  const folder = dirname(target);
  const beside = join(folder, `.${basename(target)}.new`);
  const cancel = () => rmSync(beside, { force: true });
  // What a crash left behind.
  cancel();
  const file = openSync(beside, 'wx', 0o600);
  try {
    try {
      writeFileSync(file, content);
      const known = statSync(target, { throwIfNoEntry: false });
      if (known) keepOwner(file, known);
      fchmodSync(file, known ? known.mode & 0o777 : 0o600);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    cancel();
    throw error;
  }
  return {
    cancel,
    commit() {
      renameSync(beside, target);
      syncFolder(folder);
    },
  };
}

function keepOwner(file: number, { uid, gid }: { uid: number; gid: number }): void {
  try {
    fchownSync(file, uid, gid);
  } catch (error) {
    // Only root gives files away. The hub can read what is its own.
    if (errorCode(error) !== 'EPERM') throw error;
  }
}
