import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a certificate store as Chromium and Firefox have one, which trusts the hub's authority and
 * holds the device's certificate, if one is named.
 *
 * @param pki the hub's `pki` folder
 * @param trusted files of other authorities
 */
export function makeNssStore(
  store: string,
  pki: string,
  device: string | undefined,
  trusted: readonly string[] = [],
): void {
  mkdirSync(store, { recursive: true });
  const nss = (program: string, ...args: string[]) =>
    execFileSync(program, ['-d', `sql:${store}`, ...args], { stdio: 'pipe' });
  nss('certutil', '-N', '--empty-password');
  for (const [index, file] of [join(pki, 'root.pem'), ...trusted].entries()) {
    nss('certutil', '-A', '-t', 'C,,', '-n', `authority ${index}`, '-i', file);
  }
  if (device === undefined) return;
  const folder = join(pki, 'devices', device);
  const passphrase = readFileSync(join(folder, 'passphrase'), 'utf8').trim();
  nss('pk12util', '-i', join(folder, `${device}.p12`), '-W', passphrase);
}

/** Whether there is certutil, which answers its help with 1. */
export function hasCertutil(): boolean {
  try {
    execFileSync('certutil', ['-H'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return error instanceof Error && 'status' in error && error.status === 1;
  }
}
