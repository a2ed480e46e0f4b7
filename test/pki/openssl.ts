import { execFileSync } from 'node:child_process';

/** What the openssl command prints; throws with its complaint when it fails. */
export function openssl(args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
}

/** Whether a passphrase, as `-passin` takes it, opens a key. */
export function opensKey(key: string, passin: string): boolean {
  try {
    return openssl(['pkey', '-in', key, '-passin', passin, '-pubout']).includes('PUBLIC KEY');
  } catch {
    return false;
  }
}
