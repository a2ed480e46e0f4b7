import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueDevice } from '../../pki/issue-device.ts';
import { createPersons } from '../../server/people/persons.ts';
import { copyFolders, createFixture, type Folders } from './authority-fixture.ts';
import { comeIn, deviceOf, isKnown, passphraseIn, pki, withDevices } from './command.ts';
import { openssl } from './openssl.ts';

let original: Folders;
let folders: Folders;
beforeAll(async () => {
  original = await createFixture();
});
afterAll(() => original.remove());
beforeEach(() => {
  folders = copyFolders(original);
});
afterEach(() => folders.remove());

const filesOf = (name: string) => join(folders.folder, 'devices', name);

describe('issue', () => {
  it('lets a device in, and prints where its files are and their passphrase once', async () => {
    const now = new Date();
    const ran = await pki(folders, ['issue', 'desk', '--days', '30'], now);
    expect(ran.code).toBe(0);
    const path = (kind: string) => join(filesOf('desk'), `desk.${kind}`);
    expect(ran.out).toEqual([
      ...['p12', 'mobileconfig', 'pem', 'key'].map(path),
      expect.stringMatching(/^passphrase: [A-Za-z0-9-]{14,}$/),
    ]);
    expect(ran.err.join()).not.toContain(passphraseIn(ran));
    const passin = `pass:${passphraseIn(ran)}`;
    openssl(['pkcs12', '-legacy', '-in', path('p12'), '-passin', passin, '-noout']);

    const leaf = new X509Certificate(readFileSync(path('pem')));
    expect(await deviceOf(folders, 'desk')).toMatchObject({
      name: 'desk',
      role: 'member',
      fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
      serial: leaf.serialNumber.toLowerCase(),
      issuedAt: now.getTime(),
      expiresAt: Date.parse(leaf.validTo),
      revokedAt: null,
      lastSeenAt: null,
    });
    expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true, authorized: true });
  });

  it('is refused for a device that has a certificate, whose files stay', async () => {
    await pki(folders, ['issue', 'desk', '--role', 'admin']);
    const before = await comeIn(folders, 'desk');
    const ran = await pki(folders, ['issue', 'desk']);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.join()).toMatch(/^pki: desk already has a certificate\. Renew or revoke it$/);
    expect(await comeIn(folders, 'desk')).toEqual(before);
    expect((await deviceOf(folders, 'desk'))?.role).toBe('admin');
  });

  it('knows a device by its composed name', async () => {
    await pki(folders, ['issue', 'Zoe\u0308']);
    expect((await pki(folders, ['issue', 'Zo\u00eb'])).code).toBe(1);
  });

  it('gives a person without a certificate one, in the role they have', async () => {
    await withDevices(folders, (_devices, state) => createPersons(state).set('ann', 'admin', 1));
    expect((await pki(folders, ['renew', 'ann'])).err.join()).toMatch(/has no certificate/);
    expect((await pki(folders, ['issue', 'ann'])).code).toBe(0);
    expect(await deviceOf(folders, 'ann')).toMatchObject({
      role: 'admin',
      fingerprint: expect.any(String),
    });
  });

  it('replaces files that an interrupted one left without an entry', async () => {
    const left = await issueDevice(folders.folder, { name: 'desk', role: 'member' });
    expect(await comeIn(folders, 'desk')).toMatchObject({
      fingerprint: left.fingerprint,
      isKnown: false,
    });
    expect((await pki(folders, ['issue', 'desk'])).code).toBe(0);
    expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true });
    expect(await isKnown(folders, left.fingerprint)).toBe(false);
  });

  it('enters nothing when the files cannot be shown', async () => {
    // A file where the device's folder goes to cannot be moved over by a folder.
    rmSync(join(folders.folder, 'devices'), { recursive: true });
    writeFileSync(join(folders.folder, 'devices'), '');
    const ran = await pki(folders, ['issue', 'desk']);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.join()).toMatch(/pki: cannot .*devices: a file stands/);
    expect(await deviceOf(folders, 'desk')).toBeNull();
  });

  it('lets one of two at once win, and its passphrase opens its file', async () => {
    const ran = await Promise.all([pki(folders, ['issue', 'a']), pki(folders, ['issue', 'a'])]);
    expect(ran.map(({ code }) => code).sort()).toEqual([0, 1]);
    const won = ran.find(({ code }) => code === 0);
    const passin = `pass:${won && passphraseIn(won)}`;
    openssl(['pkcs12', '-legacy', '-in', join(filesOf('a'), 'a.p12'), '-passin', passin, '-noout']);
    expect(await comeIn(folders, 'a')).toMatchObject({ isKnown: true });
    expect(readdirSync(join(folders.folder, 'devices'))).toEqual(['a']);
  });
});
