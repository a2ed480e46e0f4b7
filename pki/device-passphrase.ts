import { randomBytes } from 'node:crypto';

/** 32 characters without the look-alikes 0 o 1 l, and none that needs a phone's shift key. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const groups = 5;
const groupLength = 4;

/**
 * A passphrase for a PKCS#12 file: 100 random bits. The file's own encryption is the weak one that
 * every phone takes, so the strength has to be here.
 */
export function createDevicePassphrase(): string {
  const characters = Array.from(randomBytes(groups * groupLength), byte => alphabet[byte % 32]);
  return Array.from({ length: groups }, (_, group) =>
    characters.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}
