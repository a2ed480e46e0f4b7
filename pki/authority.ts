import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, Refusal } from '../server/errors.ts';
import { syncFolder } from '../server/state/make-folder.ts';
import { makeBuildingFolder, sweepBuildingFolders } from './building-folder.ts';
import type { AuthoritySigner } from './certificate.ts';
import { requireSaneClock } from './clock.ts';
import { fileRefusal } from './file-refusal.ts';
import { parseHost } from './host.ts';
import { hasAuthority } from './issuer.ts';
import { createKeyPair, encryptKey } from './keys.ts';
import { certificatePath, devicesPath, keyPath, passphrasePath } from './layout.ts';
import { makePrivateFolder, writeNewFile } from './private-files.ts';
import { createSerial } from './serial.ts';
import { rootTemplate, type Template } from './templates.ts';
import { writeIssuers } from './write-issuers.ts';

export { hasAuthority } from './issuer.ts';

/**
 * Makes a root, an issuer for the server and one for the devices in `folder` (`<data>/pki`). They
 * are put together beside it and shown by one rename: an interruption leaves nothing or all.
 *
 * Phones trust the root for good, so a second authority would lock every phone out; an existing one
 * is never replaced.
 * @param options.names what the hub will ever be reached by, beside `.local`, `localhost`,
 *   `home.arpa` and private addresses. No other host can be certified later.
 * @param options.rootPassphrase what the root's key is encrypted with; without one it is the
 *   passphrase that lies beside it.
 * @throws Refusal when there is an authority, the folder holds something else, or cannot be written.
 */
export async function createAuthority(
  folder: string,
  options: { names: string[]; now?: Date; rootPassphrase?: string },
): Promise<void> {
  const names = options.names.map(parseHost);
  const now = options.now ?? new Date();
  requireSaneClock(now);
  const parent = dirname(folder);
  await makePrivateFolder(parent);
  await refuseOccupied(folder);
  await sweepBuildingFolders(parent);
  const building = await makeBuildingFolder(parent);
  try {
    const passphrase = randomBytes(32).toString('base64url');
    await writeNewFile(passphrasePath(building), `${passphrase}\n`);
    const template = rootTemplate(randomBytes(3).toString('hex'), createSerial(), now, names);
    const root = await writeRoot(building, template, options.rootPassphrase ?? passphrase);
    await writeIssuers(building, root, now);
    await mkdir(devicesPath(building), { mode: 0o700 });
    syncFolder(building);
    await rename(building, folder);
    syncFolder(parent);
  } catch (error) {
    // Somebody else's rename was faster.
    if (errorCode(error) === 'ENOTEMPTY') await refuseOccupied(folder);
    throw fileRefusal(error, 'make the authority in', folder);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function writeRoot(
  folder: string,
  template: Template,
  passphrase: string,
): Promise<AuthoritySigner> {
  // Loaded only where something is made: the hub's start does without it.
  const { signCertificate } = await import('./certificate.ts');
  const { privateKey, publicKeyPem } = await createKeyPair(3072);
  const keyPem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const certificatePem = signCertificate(template, publicKeyPem, { keyPem, certificatePem: null });
  await writeNewFile(keyPath(folder, 'root'), encryptKey(privateKey, passphrase));
  await writeNewFile(certificatePath(folder, 'root'), certificatePem);
  return { keyPem, certificatePem };
}

async function refuseOccupied(folder: string): Promise<void> {
  if (hasAuthority(folder)) {
    throw new Refusal(
      `there is an authority in ${folder}, and the phones trust it. ` +
        'To begin anew, and pair every phone again, move that folder away first',
    );
  }
  const entries = await readdir(folder).catch(error => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileRefusal(error, 'look into', folder);
  });
  if (entries.length > 0) {
    throw new Refusal(`${folder} holds files but no authority (${entries[0]}). Move it away first`);
  }
}
