import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasServerCertificate, readEdgeMaterial } from '../../pki/edge-material.ts';
import { issueServer } from '../../pki/issue-server.ts';
import { copyFolders, createFixture, emptyFolders, type Folders } from './authority-fixture.ts';
import { openssl } from './openssl.ts';

let fixture: Folders;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.remove());

const pemOf = (folders: Folders) => readFileSync(join(folders.folder, 'server.pem'), 'utf8');
const dayMs = 86_400_000;

it('writes a leaf for the hosts, with its issuer behind it', async () => {
  const folders = copyFolders(fixture);
  const now = new Date('2026-11-24T12:00:00Z');
  const hosts = [
    'Sec53.local',
    'hub.example.org',
    'www.hub.example.org',
    '192.168.1.20',
    'fd00::1',
  ];
  await issueServer(folders.folder, { hosts, now });
  const leaf = new X509Certificate(pemOf(folders));
  expect(leaf.ca).toBe(false);
  expect(leaf.subjectAltName).toBe(
    'DNS:sec53.local, DNS:hub.example.org, DNS:www.hub.example.org, ' +
      'IP Address:192.168.1.20, IP Address:FD00:0:0:0:0:0:0:1',
  );
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect(Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)).toBe(397 * dayMs);
  expect(Date.parse(leaf.validFrom)).toBe(now.getTime() - 3_600_000);
  expect(pemOf(folders).match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(statSync(join(folders.folder, 'server.pem')).mode & 0o777).toBe(0o600);
  folders.remove();
});

it('is verified by openssl as a server, and not as a client', () => {
  const path = (name: string) => join(fixture.folder, name);
  const verify = (purpose: string) => {
    const chain = ['-CAfile', path('root.pem'), '-untrusted', path('server.pem')];
    return openssl(['verify', '-x509_strict', '-purpose', purpose, ...chain, path('server.pem')]);
  };
  expect(verify('sslserver')).toMatch(/OK$/m);
  expect(() => verify('sslclient')).toThrow(/purpose/);
});

it.each([
  ['example.com', ['sec53.local', 'example.com']],
  ['notlocal', ['notlocal']],
  ['evil-hub.example.org', ['evil-hub.example.org']],
  ['8.8.8.8', ['8.8.8.8']],
  ['172.32.0.1', ['172.32.0.1']],
  ['100.128.0.1', ['100.128.0.1']],
  ['::2', ['::2']],
  ['2001:db8::1', ['2001:db8::1']],
  ['::ffff:192.168.1.1', ['::ffff:192.168.1.1']],
])('refuses %s, which the root may not certify, and says what to do', async (outside, hosts) => {
  const before = pemOf(fixture);
  const made = issueServer(fixture.folder, { hosts });
  await expect(made).rejects.toThrow(
    new RegExp(`may not certify ${outside}: .*init --name ${outside.replaceAll('.', '\\.')}`),
  );
  expect(pemOf(fixture)).toBe(before);
});

it('accepts addresses at the ends of the private ranges', async () => {
  const folders = copyFolders(fixture);
  const hosts = ['172.16.0.0', '172.31.255.255', '100.64.0.0', '100.127.255.255', 'fdff::1', '::1'];
  await issueServer(folders.folder, { hosts });
  expect(readEdgeMaterial(folders.folder).serverNotAfter).toBeGreaterThan(Date.now());
  folders.remove();
});

it('keeps the key that is there, and makes one when it was deleted', async () => {
  const folders = copyFolders(fixture);
  const keyPath = join(folders.folder, 'server.key');
  const before = readFileSync(keyPath, 'utf8');
  await issueServer(folders.folder, { hosts: ['localhost'] });
  expect(readFileSync(keyPath, 'utf8')).toBe(before);
  rmSync(keyPath);
  expect(hasServerCertificate(folders.folder)).toBe(false);
  await issueServer(folders.folder, { hosts: ['localhost'] });
  expect(readFileSync(keyPath, 'utf8')).not.toBe(before);
  expect(readEdgeMaterial(folders.folder).cert).toBe(pemOf(folders));
  folders.remove();
});

it('refuses no hosts, odd days, and a folder without an authority', async () => {
  const { folder } = fixture;
  await expect(issueServer(folder, { hosts: [] })).rejects.toThrow(/at least one host/);
  const hosts = ['localhost'];
  await expect(issueServer(folder, { hosts, days: 826 })).rejects.toThrow(/1 to 825/);
  await expect(issueServer(folder, { hosts, days: 1.5 })).rejects.toThrow(/whole days/);
  const none = emptyFolders();
  await expect(issueServer(none.folder, { hosts })).rejects.toThrow(/npm run pki -- init/);
  none.remove();
});

it('is told apart from other files when the hub reads it', async () => {
  const folders = copyFolders(fixture);
  const material = readEdgeMaterial(folders.folder);
  expect(material.key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  expect(material.rootFingerprint).toMatch(/^[0-9a-f]{64}$/);
  writeFileSync(join(folders.folder, 'server.pem'), material.rootPem);
  expect(() => readEdgeMaterial(folders.folder)).toThrow(/do not belong together/);
  writeFileSync(join(folders.folder, 'server.pem'), 'x');
  expect(() => readEdgeMaterial(folders.folder)).toThrow(/server\.pem holds no certificate/);
  rmSync(join(folders.folder, 'server.pem'));
  expect(() => readEdgeMaterial(folders.folder)).toThrow(/npm run pki -- server/);
  rmSync(folders.folder, { recursive: true });
  expect(() => readEdgeMaterial(folders.folder)).toThrow(/npm run pki -- init/);
  folders.remove();
});

it('tells an issuer from a key that does not belong to it', async () => {
  const folders = copyFolders(fixture);
  const key = readFileSync(join(folders.folder, 'client-issuer.key'));
  writeFileSync(join(folders.folder, 'server-issuer.key'), key);
  await expect(issueServer(folders.folder, { hosts: ['localhost'] })).rejects.toThrow(
    /server-issuer\.pem and .*server-issuer\.key do not belong together/,
  );
  folders.remove();
});
