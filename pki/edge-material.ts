import { existsSync } from 'node:fs';
import { Refusal } from '../server/errors.ts';
import { readCertificate } from './certificate-file.ts';
import { fingerprintOf } from './fingerprint.ts';
import { requireAuthority } from './issuer.ts';
import { readKey } from './keys.ts';
import { certificatePath, keyPath } from './layout.ts';

export interface EdgeMaterial {
  /** The server's key, PKCS#8 PEM, not encrypted: for memory only. */
  key: string;
  /** The server's certificate and its issuer's, PEM. */
  cert: string;
  /**
   * What a device's certificate is verified against. The issuer alone does not verify, since it is no
   * root; the root alone would do, but an iPhone offers only identities whose direct issuer is named
   * to it. That the root stands above the server's issuer too lets none of its certificates in: the
   * issuers' purposes forbid it.
   */
  clientCa: string[];
  rootPem: string;
  /** SHA-256, lower-case hex. */
  rootFingerprint: string;
  /** When the server's certificate ends, epoch milliseconds. */
  serverNotAfter: number;
}

/**
 * What `node:tls` needs to serve: read at the start, and again when the server's certificate changed.
 * @throws Refusal when there is no authority or no server certificate yet, or the files cannot be
 *   read or do not fit together.
 */
export function readEdgeMaterial(folder: string): EdgeMaterial {
  requireAuthority(folder);
  if (!hasServerCertificate(folder)) {
    throw new Refusal(
      `there is no server certificate in ${folder}. Run \`npm run pki -- server sec53.local\`, ` +
        'with every name and address of the hub',
    );
  }
  const server = readCertificate(certificatePath(folder, 'server'));
  const key = readKey(folder, keyPath(folder, 'server'));
  if (!server.certificate.checkPrivateKey(key)) {
    throw new Refusal(
      `server.pem and server.key in ${folder} do not belong together. ` +
        'Run `npm run pki -- server HOST…` with the names of the hub',
    );
  }
  const root = readCertificate(certificatePath(folder, 'root'));
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: server.pem,
    clientCa: [root.pem, readCertificate(certificatePath(folder, 'client-issuer')).pem],
    rootPem: root.pem,
    rootFingerprint: fingerprintOf(root.certificate),
    serverNotAfter: Date.parse(server.certificate.validTo),
  };
}

/** Whether there is a server certificate to start with. */
export function hasServerCertificate(folder: string): boolean {
  return existsSync(certificatePath(folder, 'server')) && existsSync(keyPath(folder, 'server'));
}
