import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal } from '../server/errors.ts';
import { readCertificate, readText } from './certificate-file.ts';
import type { Context } from './context.ts';
import { requireAuthority } from './issuer.ts';
import { decryptKey, readPassphrase } from './keys.ts';
import { certificatePath, keyPath } from './layout.ts';
import { givenRootPassphrase } from './root-passphrase.ts';

interface RootKey {
  key: KeyObject;
  /** Its own; null when the one that lies in the authority's folder opens it. */
  passphrase: string | null;
}

/**
 * Opens the root's key, from the hub or from where it was taken.
 * @param options.rootKeyFile the hub's own when not given.
 * @throws Refusal when it is not there, is not this root's, or does not open.
 */
export async function openRootKey(
  options: { rootKeyFile?: string | undefined; passphraseFile: string | undefined },
  context: Pick<Context, 'folder' | 'askSecret'>,
): Promise<RootKey> {
  const { folder } = context;
  requireAuthority(folder);
  const own = keyPath(folder, 'root');
  const path = resolve(options.rootKeyFile ?? own);
  if (options.rootKeyFile === undefined && !existsSync(own)) {
    throw new Refusal(
      'the root’s key is not on this machine. Bring it, and name it: --root-key FILE',
    );
  }
  const pem = readText(path);
  const beside = decryptKey(pem, readPassphrase(folder));
  const passphrase = beside ? null : await givenRootPassphrase(options, context);
  const key = beside ?? decryptKey(pem, passphrase ?? '');
  if (key === null) throw new Refusal(`the passphrase does not open ${path}, or it is no key`);
  const root = certificatePath(folder, 'root');
  if (!readCertificate(root).certificate.checkPrivateKey(key)) {
    throw new Refusal(`${path} is not the key of ${root}. Bring the one that was taken from here`);
  }
  return { key, passphrase };
}
