import { signCertificate } from '../../pki/certificate.ts';
import { createKeyPair } from '../../pki/keys.ts';
import { rootTemplate, serverTemplate } from '../../pki/templates.ts';

export interface LocalCertificate {
  /** PEM of an authority that nobody trusts yet. */
  ca: string;
  cert: string;
  key: string;
}

/** A server certificate for localhost, below an authority of its own. */
export async function makeLocalCertificate(): Promise<LocalCertificate> {
  const now = new Date();
  const [authority, server] = await Promise.all([createKeyPair(2048), createKeyPair(2048)]);
  const keyPem = authority.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const root = rootTemplate('test', '01', now, []);
  const ca = signCertificate(root, authority.publicKeyPem, { keyPem, certificatePem: null });
  const leaf = serverTemplate('02', { now, days: 30 }, [
    { kind: 'dns', value: 'localhost' },
    { kind: 'ip', value: '127.0.0.1' },
  ]);
  const cert = signCertificate(leaf, server.publicKeyPem, { keyPem, certificatePem: ca });
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { ca, cert, key };
}
