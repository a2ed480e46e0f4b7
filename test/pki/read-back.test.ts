import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type IssuedDevice, issueDevice } from '../../pki/issue-device.ts';
import { createFixture, type Folders } from './authority-fixture.ts';
import { openssl } from './openssl.ts';
import { hasPython, payloadsOf, readPlists } from './plist.ts';

let fixture: Folders;
let device: IssuedDevice;
beforeAll(async () => {
  fixture = await createFixture();
  device = await issueDevice(fixture.folder, { name: 'Zoë’s <phone>', role: 'member' });
});
afterAll(() => fixture.remove());

const path = (name: string) => join(fixture.folder, name);
const files = ['root.pem', 'server-issuer.pem', 'client-issuer.pem', 'server.pem'];

it.each(files)('%s is read by node and openssl as the same certificate', file => {
  const read = new X509Certificate(readFileSync(path(file)));
  const told = openssl(['x509', '-in', path(file), '-noout', '-fingerprint', '-sha256', '-serial']);
  expect(told).toBe(`sha256 Fingerprint=${read.fingerprint256}\nserial=${read.serialNumber}\n`);
  expect(read.publicKey.asymmetricKeyType).toBe('rsa');
  expect(openssl(['x509', '-in', path(file), '-noout', '-text'])).toMatch(
    /Version: 3[\s\S]*Signature Algorithm: sha256WithRSAEncryption/,
  );
});

it.each([
  ['root.pem', 3072],
  ['server-issuer.pem', 2048],
  ['client-issuer.pem', 2048],
])('%s is strictly verified by openssl under the root', (file, bits) => {
  const args = ['verify', '-x509_strict', '-CAfile', path('root.pem'), path(file)];
  expect(openssl(args)).toMatch(/OK$/m);
  const { publicKey } = new X509Certificate(readFileSync(path(file)));
  expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(bits);
});

it.skipIf(!hasPython)('the profile holds the root and the PKCS#12 file, byte by byte', () => {
  const [plist] = readPlists([readFileSync(device.files.mobileconfig, 'utf8')]);
  const [root, identity] = payloadsOf(plist).map(({ PayloadContent }) =>
    Buffer.from(String(PayloadContent).replace(/^hex:/, ''), 'hex'),
  );
  expect(new X509Certificate(root ?? '').fingerprint256).toBe(
    new X509Certificate(readFileSync(path('root.pem'))).fingerprint256,
  );
  expect(identity?.equals(readFileSync(device.files.p12))).toBe(true);
  const copy = join(fixture.dataFolder, 'from-profile.p12');
  writeFileSync(copy, identity ?? '');
  const passin = `pass:${device.passphrase}`;
  openssl(['pkcs12', '-legacy', '-in', copy, '-passin', passin, '-noout']);
});
