import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credential } from './request.ts';

/** A key and its certificate out of a PKCS#12 file, as openssl reads it. */
export function readIdentity(p12: Buffer, passphrase: string, ca: string): Credential {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-p12-'));
  try {
    const file = join(folder, 'identity.p12');
    writeFileSync(file, p12);
    const read = (...what: string[]) =>
      execFileSync(
        'openssl',
        ['pkcs12', '-legacy', '-in', file, '-passin', 'stdin', '-nodes', ...what],
        { input: passphrase, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] },
      );
    return {
      ca,
      cert: read('-nokeys', '-clcerts') + read('-nokeys', '-cacerts'),
      key: read('-nocerts'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The PKCS#12 file inside an iPhone's profile. */
export function identityInProfile(profile: string): Buffer {
  const [, encoded = ''] =
    /com\.apple\.security\.pkcs12[\s\S]*?<data>([A-Za-z0-9+/=\s]+)<\/data>/.exec(profile) ?? [];
  return Buffer.from(encoded, 'base64');
}
