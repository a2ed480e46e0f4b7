import { execFileSync } from 'node:child_process';

/** What the openssl command prints; throws with its complaint when it fails. */
export function openssl(args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
}
