import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Refusal } from '../server/errors.ts';
import { readText } from './certificate-file.ts';
import { requireSaneClock } from './clock.ts';
import { requireDays } from './days.ts';
import { fileRefusal } from './file-refusal.ts';
import { parseHost } from './host.ts';
import { readIssuer } from './issuer.ts';
import { createKeyPair, encryptKey, readKey, readPassphrase } from './keys.ts';
import { certificatePath, keyPath } from './layout.ts';
import { refuseForeign, writeFileAtomic } from './private-files.ts';
import { createSerial } from './serial.ts';
import { serverTemplate } from './templates.ts';

/** Apple takes 398 at most from the authorities it ships; nothing speaks for going beyond. */
const defaultDays = 397;

/**
 * Writes `server.pem` (the leaf, then its issuer) and `server.key` for these hosts, in place of those
 * that are there.
 *
 * A key that is there stays: then the certificate is the only file that changes, in one rename, and
 * a hub that reloads in between never sees two halves. To change the key as well, delete it first.
 * @param options.hosts DNS names and IP addresses, at least one.
 * @throws Refusal when a host lies outside the root's name constraints, or a file cannot be used.
 */
export async function issueServer(
  folder: string,
  options: { hosts: string[]; now?: Date; days?: number },
): Promise<void> {
  const hosts = options.hosts.map(parseHost);
  const days = requireDays(options.days ?? defaultDays);
  const now = options.now ?? new Date();
  requireSaneClock(now);
  if (hosts.length === 0) throw new Refusal('name at least one host, such as sec53.local');
  const issuer = readIssuer(folder, 'server-issuer');
  await refuseForeign(folder);
  const { signCertificate } = await import('./certificate.ts');
  const { permits } = await import('./name-constraints.ts');
  const root = readText(certificatePath(folder, 'root'));
  const outside = hosts.filter(host => !permits(root, host)).map(host => host.value);
  if (outside.length > 0) {
    throw new Refusal(
      `the root may not certify ${outside.join(', ')}: it is limited to .local, localhost, ` +
        'home.arpa, private addresses and the names given when it was made. Use one of those, or ' +
        `begin anew: move ${folder} away, run \`npm run pki -- init --name ${outside[0]}\`, and ` +
        'pair every phone again',
    );
  }
  const key = await keepOrCreateKey(folder);
  const publicKeyPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const leaf = signCertificate(
    serverTemplate(createSerial(), { now, days }, hosts),
    publicKeyPem,
    issuer,
  );
  await writeFileAtomic(certificatePath(folder, 'server'), leaf + issuer.certificatePem);
}

async function keepOrCreateKey(folder: string): Promise<KeyObject> {
  const path = keyPath(folder, 'server');
  if (existsSync(path)) return readKey(folder, path);
  const { privateKey } = await createKeyPair(2048);
  try {
    // Of the lost key: an interruption here must not leave a pair that does not fit.
    await rm(certificatePath(folder, 'server'), { force: true });
  } catch (error) {
    throw fileRefusal(error, 'delete', certificatePath(folder, 'server'));
  }
  await writeFileAtomic(path, encryptKey(privateKey, readPassphrase(folder)));
  return privateKey;
}
