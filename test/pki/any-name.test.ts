import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signCertificate } from '../../pki/certificate.ts';
import { stageDeviceFiles } from '../../pki/device-files.ts';
import { deviceName } from '../../pki/device-name.ts';
import { readIssuer } from '../../pki/issuer.ts';
import { createKeyPair, type KeyPair } from '../../pki/keys.ts';
import { createSerial } from '../../pki/serial.ts';
import { deviceTemplate } from '../../pki/templates.ts';
import { Refusal } from '../../server/errors.ts';
import { createFixture, type Folders } from './authority-fixture.ts';
import { withDevices } from './command.ts';

let fixture: Folders;
let pair: KeyPair;
beforeAll(async () => {
  fixture = await createFixture();
  pair = await createKeyPair(2048);
});
afterAll(() => fixture.remove());

const anyName = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }),
  )
  .filter(isAllowed)
  .map(deviceName);

function isAllowed(raw: string): boolean {
  try {
    return deviceName(raw) !== '';
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

it('any name that is allowed comes back from the certificate', () => {
  const issuer = readIssuer(fixture.folder, 'client-issuer');
  const validity = { now: new Date(), days: 1 };
  fc.assert(
    fc.property(anyName, name => {
      const template = deviceTemplate(createSerial(), validity, name);
      const leaf = new X509Certificate(signCertificate(template, pair.publicKeyPem, issuer));
      expect(leaf.toLegacyObject().subject.CN).toBe(name);
    }),
    { numRuns: 50 },
  );
});

it('any name that is allowed has files and an entry of its own', async () => {
  const names = fc.uniqueArray(anyName, { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(names, async some => {
      for (const name of some) {
        const contents = { p12: name, mobileconfig: name, pem: name, key: name };
        const { paths, publish, dispose } = await stageDeviceFiles(fixture.folder, name, contents);
        publish();
        await dispose();
        expect(readFileSync(paths.files.mobileconfig, 'utf8')).toBe(name);
      }
      const row = { role: 'guest', issuedAt: 0, expiresAt: 1 } as const;
      const listed = await withDevices(fixture, devices => {
        for (const name of some) {
          const serial = createSerial();
          if (!devices.get(name)) devices.add({ ...row, name, serial, fingerprint: serial });
        }
        return devices.list().map(({ name }) => name);
      });
      expect(listed).toEqual(expect.arrayContaining(some));
    }),
    { numRuns: 5 },
  );
  const folders = readdirSync(join(fixture.folder, 'devices'));
  expect(folders).toHaveLength(await withDevices(fixture, devices => devices.list().length));
});
