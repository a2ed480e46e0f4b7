import { randomBytes, X509Certificate } from 'node:crypto';
import type { AuthoritySigner } from './certificate.ts';
import { createKeyPair, encryptKey, readPassphrase } from './keys.ts';
import { certificatePath, keyPath } from './layout.ts';
import { writeNewFile } from './private-files.ts';
import { createSerial } from './serial.ts';
import { clientIssuerTemplate, serverIssuerTemplate } from './templates.ts';

/**
 * Makes an issuer for the server and one for the devices under the root, in a folder that has the
 * passphrase and neither of them.
 */
export async function writeIssuers(
  folder: string,
  root: AuthoritySigner,
  now: Date,
): Promise<void> {
  const { signCertificate } = await import('./certificate.ts');
  // Names of their own: a chain is then never tried with an earlier issuer's key.
  const id = randomBytes(3).toString('hex');
  const templates = {
    'server-issuer': serverIssuerTemplate(id, createSerial(), now),
    'client-issuer': clientIssuerTemplate(id, createSerial(), now),
  };
  const passphrase = readPassphrase(folder);
  const rootEnd = Date.parse(new X509Certificate(root.certificatePem).validTo);
  for (const kind of ['server-issuer', 'client-issuer'] as const) {
    const { privateKey, publicKeyPem } = await createKeyPair(2048);
    await writeNewFile(keyPath(folder, kind), encryptKey(privateKey, passphrase));
    const template = templates[kind];
    const notAfter = new Date(Math.min(template.notAfter.getTime(), rootEnd));
    const certificate = signCertificate({ ...template, notAfter }, publicKeyPem, root);
    await writeNewFile(certificatePath(folder, kind), certificate);
  }
}
