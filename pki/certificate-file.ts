import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Refusal } from '../server/errors.ts';
import { fileRefusal } from './file-refusal.ts';

export interface CertificateFile {
  /** The whole file: the certificate, and what stands behind it. */
  pem: string;
  /** The first one. */
  certificate: X509Certificate;
}

/** @throws Refusal when the file cannot be read or holds no certificate. */
export function readCertificate(path: string): CertificateFile {
  const pem = readText(path);
  try {
    return { pem, certificate: new X509Certificate(pem) };
  } catch (cause) {
    throw new Refusal(`${path} holds no certificate. Restore it from the backup`, { cause });
  }
}

/** @throws Refusal with the path and the fix. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileRefusal(error, 'read', path);
  }
}
