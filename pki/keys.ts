import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../server/errors.ts';
import { readText } from './certificate-file.ts';
import { passphrasePath } from './layout.ts';

export interface KeyPair {
  privateKey: KeyObject;
  /** SPKI. */
  publicKeyPem: string;
}

const generate = promisify(generateKeyPair);

/** A new RSA key: forge signs with no other kind, and every phone takes it. */
export async function createKeyPair(modulusLength: 2048 | 3072): Promise<KeyPair> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength });
  return { privateKey, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

/** PKCS#8 PEM, encrypted with AES-256. */
export function encryptKey(key: KeyObject, passphrase: string): string {
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
}

/** The key, or null when the passphrase does not open it or it is none. */
export function decryptKey(pem: string, passphrase: string): KeyObject | null {
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch {
    return null;
  }
}

/**
 * Reads a key that lies encrypted in the authority's folder.
 * @throws Refusal when the key or the passphrase file cannot be read, or they do not fit.
 */
export function readKey(folder: string, path: string): KeyObject {
  const key = decryptKey(readText(path), readPassphrase(folder));
  if (key) return key;
  throw new Refusal(
    `cannot open ${path}: the passphrase in ${passphrasePath(folder)} does not fit it. ` +
      'Restore both from the same backup of the data folder',
  );
}

/**
 * The passphrase that the keys are encrypted with. It lies beside them, so that the hub can renew
 * and issue unattended: it protects a copy of the keys made without it, such as a backup that leaves
 * this file out, and not a stolen Pi.
 */
export function readPassphrase(folder: string): string {
  const path = passphrasePath(folder);
  const passphrase = readText(path).trim();
  if (passphrase === '') throw new Refusal(`${path} is empty. Restore it from the backup`);
  return passphrase;
}
