import type { KeyObject } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { Refusal } from '../server/errors.ts';
import { syncFolder } from '../server/state/make-folder.ts';
import { makeBuildingFolder, sweepBuildingFolders } from './building-folder.ts';
import { readCertificate, readText } from './certificate-file.ts';
import type { Named } from './command-line.ts';
import type { Context } from './context.ts';
import { fileRefusal } from './file-refusal.ts';
import { decryptKey, encryptKey } from './keys.ts';
import { certificatePath, keyPath } from './layout.ts';
import { refuseForeign, writeNewFile } from './private-files.ts';
import { openRootKey } from './root-key.ts';
import { rootNote } from './root-note.ts';
import { chooseRootPassphrase } from './root-passphrase.ts';

/**
 * Moves the root's key into a new folder elsewhere, under a passphrase that is kept nowhere. The
 * folder is shown by one rename and read back; only then the key is deleted here. Killed at any
 * point, this leaves the key in one place or in both, and run again it makes that good.
 */
export async function detachRoot(command: Named<'detach-root'>, context: Context): Promise<void> {
  const { folder } = context;
  const destination = resolve(command.destination);
  await refuseForeign(folder);
  const own = keyPath(folder, 'root');
  if (isWithin(folder, destination)) {
    throw new Refusal(`${destination} lies in the hub’s own folder. Name one elsewhere`);
  }
  // A key that has a passphrase of its own keeps it.
  const { key, passphrase: known } = await openRootKey(command, context);
  const passphrase = known ?? (await chooseRootPassphrase(command, context));
  if (existsSync(destination)) {
    // Written by a run that was killed before it deleted the key here.
    if (!holds(destination, passphrase, context)) {
      throw new Refusal(
        `${destination} is there already. Name a folder that is not, beside it or in it`,
      );
    }
  } else {
    await writeFolder(destination, key, passphrase, context);
  }
  if (!holds(destination, passphrase, context)) {
    throw new Refusal(`${destination} cannot be read back. The root’s key stays in ${own}`);
  }
  const isSameDisk = (await stat(destination)).dev === (await stat(folder)).dev;
  try {
    await rm(own);
    syncFolder(folder);
  } catch (error) {
    throw fileRefusal(error, 'delete', own);
  }
  context.out(`root key: ${keyPath(destination, 'root')}`);
  context.err(
    'the root’s key is off this hub, which goes on without it. A flash card, and backups made ' +
      'before, may still hold the old file',
  );
  if (isSameDisk)
    context.err(`warning: ${destination} is on the same disk. Move it off this machine`);
}

async function writeFolder(
  destination: string,
  key: KeyObject,
  passphrase: string,
  context: Context,
): Promise<void> {
  const parent = dirname(destination);
  // Made only where its parent is: a stick that is not plugged in is no folder on this disk.
  await sweepBuildingFolders(parent);
  const building = await makeBuildingFolder(parent);
  try {
    const root = readCertificate(certificatePath(context.folder, 'root'));
    const note = rootNote(root.certificate, context.now());
    await writeNewFile(keyPath(building, 'root'), encryptKey(key, passphrase));
    await writeNewFile(certificatePath(building, 'root'), root.pem);
    await writeNewFile(join(building, 'README.txt'), note);
    syncFolder(building);
    await rename(building, destination);
    syncFolder(parent);
  } catch (error) {
    throw fileRefusal(error, 'write', destination);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** Whether a copy of the root's key and certificate lies there, whole, and opens with the passphrase. */
function holds(destination: string, passphrase: string, { folder }: Context): boolean {
  const copy = keyPath(destination, 'root');
  try {
    const key = decryptKey(readText(copy), passphrase);
    const root = readCertificate(certificatePath(destination, 'root'));
    const own = readText(certificatePath(folder, 'root'));
    const isWhole = key !== null && root.certificate.checkPrivateKey(key) && root.pem === own;
    return isWhole && !isSameFile(copy, keyPath(folder, 'root'));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** By another path or through a link, the hub's own key is no copy of itself. */
function isSameFile(left: string, right: string): boolean {
  const [one, other] = [statSync(left), statSync(right)];
  return one.dev === other.dev && one.ino === other.ino;
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
