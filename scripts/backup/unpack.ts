import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode, errorText, Refusal } from '../../server/errors.ts';
import { checkManifest, type Manifest } from './manifest.ts';
import { type PartSum, readParts } from './parts.ts';
import { unseal } from './sealed-file.ts';

/** Names lead nowhere but below the folder that they are unpacked into. */
const nameForm = /^(data|config|history|elsewhere)(\/(?!\.\.?(\/|$))[^/\0]+)+$/;

/**
 * Unpacks a backup into a folder, and checks it whole.
 *
 * @throws Refusal when the passphrase is wrong or anything is not as it was written
 */
export async function unpack(file: string, passphrase: string, folder: string): Promise<Manifest> {
  let part: FileHandle | undefined;
  let found: { manifest: unknown; sums: PartSum[] } | undefined;
  try {
    await pipeline(
      createReadStream(file),
      source => unseal(source, passphrase),
      createGunzip(),
      async source => {
        found = await readParts(source, {
          async begin(name) {
            if (!nameForm.test(name)) throw new Refusal(`the backup has a part ${name}`);
            const path = join(folder, name);
            await mkdir(dirname(path), { recursive: true, mode: 0o700 });
            part = await open(path, 'wx', 0o600);
          },
          write: async piece => void (await part?.write(piece)),
          async end() {
            await part?.sync();
            await part?.close();
            part = undefined;
          },
        });
      },
    );
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (errorCode(error).startsWith('Z_')) {
      throw new Refusal('the backup was not written to its end; take another one');
    }
    throw new Refusal(`${file} cannot be unpacked: ${errorText(error)}`);
  } finally {
    await part?.close();
  }
  if (!found) throw new Refusal('the backup was not written to its end; take another one');
  return checkManifest(found.manifest, found.sums);
}
