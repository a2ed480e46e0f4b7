import { X509Certificate } from 'node:crypto';
import type { EdgeMaterial } from './edge-material.ts';

/** The names and addresses that the server's certificate is for. */
export function hostsOf({ cert }: Pick<EdgeMaterial, 'cert'>): string[] {
  const names = new X509Certificate(cert).subjectAltName ?? '';
  return [...names.matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)].flatMap(([, host]) => host ?? []);
}
