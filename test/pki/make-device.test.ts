import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { makeDevice } from '../../pki/make-device.ts';
import { createFixture, type Folders } from './authority-fixture.ts';
import { handshake } from './handshake.ts';
import { openssl } from './openssl.ts';

let fixture: Folders;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.remove());

const entries = () => readdirSync(fixture.dataFolder, { recursive: true }).sort();

it('makes everything a device needs in memory, and leaves no file', async () => {
  const before = entries();
  // Root may write into any folder; the listing below tells on it.
  chmodSync(fixture.folder, 0o500);
  const { device, bundle } = await makeDevice(fixture.folder, { name: 'Ann', role: 'guest' });
  chmodSync(fixture.folder, 0o700);
  expect(entries()).toEqual(before);

  const leaf = new X509Certificate(bundle.pem);
  expect(leaf.checkPrivateKey(createPrivateKey(bundle.key))).toBe(true);
  const fingerprint = leaf.fingerprint256.replaceAll(':', '').toLowerCase();
  expect(device).toMatchObject({ name: 'Ann', role: 'guest', fingerprint });
  const p12 = join(fixture.dataFolder, 'read-back.p12');
  writeFileSync(p12, bundle.p12);
  const passin = `pass:${device.passphrase}`;
  const content = openssl(['pkcs12', '-legacy', '-in', p12, '-passin', passin, '-nodes']);
  expect(content).toContain(leaf.toString());
  expect(bundle.mobileconfig).toContain(Buffer.from(bundle.p12).toString('base64').slice(0, 40));

  const client = { key: bundle.key, cert: bundle.pem };
  const seen = await handshake(readEdgeMaterial(fixture.folder), client);
  expect(seen).toEqual({ authorized: true, reason: null, fingerprint });
});
