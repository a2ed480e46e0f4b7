import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, Refusal } from '../server/errors.ts';
import { makeFolder, syncFolder } from '../server/state/make-folder.ts';
import { fileRefusal } from './file-refusal.ts';

/**
 * Makes the folder, and its parents, for the owner's eyes only.
 * @throws Refusal when it cannot be made, or belongs to another user.
 */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    makeFolder(path);
    await refuseForeign(path);
  } catch (error) {
    throw fileRefusal(error, 'make the folder', path);
  }
}

/**
 * Files that root leaves in another user's folder are closed to the hub, which finds out only when
 * it starts the next time. A folder that is not there yet is nobody's.
 * @throws Refusal when the folder belongs to another user.
 */
export async function refuseForeign(path: string): Promise<void> {
  const owner = await stat(path).then(
    found => found.uid,
    error => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw fileRefusal(error, 'look into', path);
    },
  );
  const self = process.geteuid?.();
  if (owner === undefined || self === undefined || owner === self) return;
  throw new Refusal(
    `${path} belongs to user ${owner}, and this runs as user ${self}. ` +
      `Run it as the owner: sudo -u '#${owner}' …`,
  );
}

/** Writes a new file with mode 0600 and waits until the disk has it. Fails if the file exists. */
export async function writeNewFile(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeAndSync(path, content);
  } catch (error) {
    throw fileRefusal(error, 'write', path);
  }
}

/** Writes the file, or replaces it, as a whole: a reader or a power cut sees the old one or the new. */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.tmp-${randomBytes(6).toString('hex')}`);
  try {
    await writeAndSync(temporary, content);
    await rename(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileRefusal(error, 'write', path);
  }
}

async function writeAndSync(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
