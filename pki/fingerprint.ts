import type { X509Certificate } from 'node:crypto';

/** SHA-256 over the whole certificate, as lower-case hex without colons. */
export function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}
