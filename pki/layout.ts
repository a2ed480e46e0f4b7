import { join } from 'node:path';

/** A certificate and its key lie side by side as `KIND.pem` and `KIND.key`. */
export type CertificateKind = 'root' | 'server-issuer' | 'client-issuer' | 'server';

export function certificatePath(folder: string, kind: CertificateKind): string {
  return join(folder, `${kind}.pem`);
}

export function keyPath(folder: string, kind: CertificateKind): string {
  return join(folder, `${kind}.key`);
}

export function passphrasePath(folder: string): string {
  return join(folder, 'passphrase');
}

export function devicesPath(folder: string): string {
  return join(folder, 'devices');
}

/** Holds the files of a rotation while they are moved to their places. */
export function rotatedPath(folder: string): string {
  return join(folder, 'rotated');
}
