import { statSync } from 'node:fs';
import { errorCode, Refusal } from '../server/errors.ts';
import type { AuthoritySigner } from './certificate.ts';
import { readCertificate } from './certificate-file.ts';
import { fileRefusal } from './file-refusal.ts';
import { readKey } from './keys.ts';
import { type CertificateKind, certificatePath, keyPath } from './layout.ts';
import { finishRotation } from './rotated-files.ts';

/**
 * Whether an authority was made in this folder. It is there as a whole or not at all.
 * @throws Refusal when the folder may not be looked into: doubt is no reason to make a new one.
 */
export function hasAuthority(folder: string): boolean {
  const path = certificatePath(folder, 'root');
  try {
    statSync(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw fileRefusal(error, 'look for', path);
  }
}

/**
 * An issuer, ready to sign.
 * @throws Refusal without an authority, or with files that cannot be read or do not fit together.
 */
export function readIssuer(
  folder: string,
  kind: Exclude<CertificateKind, 'root' | 'server'>,
): AuthoritySigner {
  requireAuthority(folder);
  const path = certificatePath(folder, kind);
  const { pem, certificate } = readCertificate(path);
  const key = readKey(folder, keyPath(folder, kind));
  if (!certificate.checkPrivateKey(key)) {
    throw new Refusal(
      `${path} and ${keyPath(folder, kind)} do not belong together. ` +
        'Restore both from the same backup of the data folder',
    );
  }
  return { certificatePem: pem, keyPem: key.export({ type: 'pkcs1', format: 'pem' }).toString() };
}

/**
 * Every reader of the authority begins here, so none sees a rotation that was interrupted halfway.
 * @throws Refusal that says how to make an authority, if there is none.
 */
export function requireAuthority(folder: string): void {
  if (!hasAuthority(folder)) {
    throw new Refusal(`there is no authority in ${folder}. Run \`npm run pki -- init\` first`);
  }
  finishRotation(folder);
}
