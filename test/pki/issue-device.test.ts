import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IssuedDevice, issueDevice, stageDevice } from '../../pki/issue-device.ts';
import { createFixture, emptyFolders, type Folders } from './authority-fixture.ts';
import { openssl } from './openssl.ts';

let fixture: Folders;
let device: IssuedDevice;
const name = 'Zoë’s phone 📱';
const now = new Date('2026-11-24T12:00:00.750Z');

beforeAll(async () => {
  fixture = await createFixture({ now });
  device = await issueDevice(fixture.folder, {
    name: 'Zoe\u0308’s phone 📱',
    role: 'guest',
    hubUrl: 'https://sec53.local:8443/',
    now,
  });
});
afterAll(() => fixture.remove());

const issue = (rest: { name: string; days?: number; hubUrl?: string }) =>
  issueDevice(fixture.folder, { role: 'member', ...rest });
const certificateOf = (issued: IssuedDevice) => new X509Certificate(readFileSync(issued.files.pem));

describe('the certificate of a device', () => {
  it('is for a client, from the client issuer, in the name of the device', () => {
    const leaf = certificateOf(device);
    const issuer = new X509Certificate(readFileSync(join(fixture.folder, 'client-issuer.pem')));
    expect(leaf.checkIssued(issuer)).toBe(true);
    expect(leaf.verify(issuer.publicKey)).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(leaf.subject).toBe(`O=sec53\nCN=${name}`);
    expect(leaf.subjectAltName).toBe(`DNS:${device.serial}.device.sec53.local`);
    const text = openssl(['x509', '-in', device.files.pem, '-noout', '-text']);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature\s*\n/);
  });

  it('writes names as UTF-8 and nothing else', () => {
    const structure = openssl(['asn1parse', '-in', device.files.pem]);
    expect(structure).toContain('UTF8STRING        :sec53');
    expect(structure).not.toContain('PRINTABLESTRING');
  });

  it('is described as it is', () => {
    const leaf = certificateOf(device);
    expect(device).toMatchObject({
      name,
      role: 'guest',
      fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
      serial: leaf.serialNumber.toLowerCase(),
      notBefore: Date.parse(leaf.validFrom),
      notAfter: Date.parse(leaf.validTo),
    });
    expect(device.notBefore).toBe(Date.parse('2026-11-24T11:00:00Z'));
    expect(device.notAfter - device.notBefore).toBe(730 * 86_400_000);
  });

  it('has a serial number of 16 bytes that is positive and not seen before', async () => {
    const other = await issue({ name: 'other', days: 30 });
    expect(other.notAfter - other.notBefore).toBe(30 * 86_400_000);
    for (const serial of [device.serial, other.serial])
      expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
    expect(other.serial).not.toBe(device.serial);
  });

  it('is verified by openssl as a client and not as a server', () => {
    const at = String(now.getTime() / 1000 + 60).replace(/\..*/, '');
    const verify = (purpose: string) => {
      const root = join(fixture.folder, 'root.pem');
      const chain = ['-CAfile', root, '-untrusted', device.files.pem];
      return openssl([
        'verify',
        '-x509_strict',
        '-attime',
        at,
        '-purpose',
        purpose,
        ...chain,
        device.files.pem,
      ]);
    };
    expect(verify('sslclient')).toMatch(/OK$/m);
    expect(() => verify('sslserver')).toThrow(/purpose/);
  });
});

describe('the files of a device', () => {
  it('lie in its folder, for their user alone', () => {
    expect(device.folder).toBe(join(fixture.folder, 'devices', name));
    expect(statSync(device.folder).mode & 0o777).toBe(0o700);
    const expected = ['key', 'mobileconfig', 'p12', 'pem'].map(kind => `${name}.${kind}`);
    expect(readdirSync(device.folder).sort()).toEqual(expected);
    for (const path of Object.values(device.files)) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
    const key = createPrivateKey(readFileSync(device.files.key));
    expect(certificateOf(device).checkPrivateKey(key)).toBe(true);
  });

  it('have a PKCS#12 file that openssl opens with the passphrase, in the form phones take', () => {
    const read = (passphrase: string, ...options: string[]) =>
      openssl([
        'pkcs12',
        '-legacy',
        '-in',
        device.files.p12,
        '-passin',
        `pass:${passphrase}`,
        ...options,
      ]);
    const content = read(device.passphrase, '-nodes');
    expect(content.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    const key = createPrivateKey(content.slice(content.indexOf('-----BEGIN PRIVATE KEY')));
    expect(certificateOf(device).checkPrivateKey(key)).toBe(true);
    expect(() => read('wrong', '-nodes')).toThrow(/mac verify/i);
    const info = spawnSync(
      'openssl',
      ['pkcs12', '-legacy', '-in', device.files.p12, '-passin', `pass:${device.passphrase}`].concat(
        '-info',
        '-noout',
      ),
      { encoding: 'utf8' },
    );
    expect(info.stderr).toMatch(/MAC: sha1/i);
    expect(info.stderr).toContain('pbeWithSHA1And3-KeyTripleDES-CBC');
  });

  it('have a passphrase of 100 bits that is easy to type, and new each time', async () => {
    const other = await issue({ name: 'other' });
    for (const { passphrase } of [device, other]) {
      expect(passphrase).toMatch(/^([a-km-np-z2-9]{4}-){4}[a-km-np-z2-9]{4}$/);
    }
    expect(other.passphrase).not.toBe(device.passphrase);
    const written = Object.values(other.files).map(path => readFileSync(path, 'latin1'));
    expect(written.filter(content => content.includes(other.passphrase))).toEqual([]);
  });

  it('are replaced as a whole when the device is issued again', async () => {
    const first = await issue({ name: 'again' });
    const second = await issue({ name: 'again' });
    expect(second.files).toEqual(first.files);
    expect(certificateOf(second).serialNumber.toLowerCase()).toBe(second.serial);
    const devices = readdirSync(join(fixture.folder, 'devices'));
    expect(devices.filter(entry => entry.startsWith('.'))).toEqual([]);
  });

  it('are not seen before they are published, nor kept when they never are', async () => {
    const staged = await stageDevice(fixture.folder, { name: 'staged', role: 'member' });
    const devices = join(fixture.folder, 'devices');
    expect(readdirSync(devices)).not.toContain('staged');
    await staged.dispose();
    expect(readdirSync(devices).filter(entry => /^\.|staged/.test(entry))).toEqual([]);
  });

  it.each([
    ['64 characters of four bytes', '\u{1f6aa}'.repeat(64)],
    ['a name cut to the same beginning', `${'\u{1f6aa}'.repeat(63)}a`],
    ['the name that the cut one got', `${'\u{1f6aa}'.repeat(47)}~0123456789abcdef`],
  ])('fit the file system with %s', async (_, long) => {
    const issued = await issue({ name: long });
    expect(certificateOf(issued).subject).toBe(`O=sec53\nCN=${long}`);
    for (const path of [issued.folder, ...Object.values(issued.files)]) {
      expect(Buffer.byteLength(basename(path))).toBeLessThanOrEqual(255);
    }
    expect(basename(issued.folder)).toMatch(/~[0-9a-f]{16}$/);
    expect(basename(issued.folder)).not.toBe(long);
    rmSync(issued.folder, { recursive: true });
  });
});

describe('issuing to a device', () => {
  it('is refused with a bad name, odd days, a plain address, or no authority', async () => {
    await expect(issue({ name: '../up' })).rejects.toThrow(/slash/);
    await expect(issue({ name: 'x', days: 0 })).rejects.toThrow(/1 to 825/);
    await expect(issue({ name: 'x', hubUrl: 'http://sec53.local' })).rejects.toThrow(/https/);
    const none = emptyFolders();
    await expect(issueDevice(none.folder, { name: 'x', role: 'guest' })).rejects.toThrow(
      /there is no authority in .*npm run pki -- init/,
    );
    none.remove();
  });
});
