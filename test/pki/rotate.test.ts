import { X509Certificate } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { rotatedPath } from '../../pki/layout.ts';
import { createPersons } from '../../server/people/persons.ts';
import { openState } from '../../server/state/open-state.ts';
import { copyFolders, createFixture, type Folders } from './authority-fixture.ts';
import { comeIn, deviceOf, isKnown, passphraseIn, pki, withDevices } from './command.ts';
import { handshake } from './handshake.ts';
import { openssl } from './openssl.ts';

const rootPassphrase = 'correct horse battery staple';
let original: Folders;
let folders: Folders;
beforeAll(async () => {
  original = await createFixture({ rootPassphrase });
  writeFileSync(join(original.dataFolder, 'root-passphrase'), `${rootPassphrase}\n`);
  await pki(original, ['issue', 'desk', '--role', 'admin']);
  await pki(original, ['issue', "Mum's"]);
});
afterAll(() => original.remove());
beforeEach(() => {
  folders = copyFolders(original);
});
afterEach(() => folders.remove());

const path = (...parts: string[]) => join(folders.folder, ...parts);
const passphraseFile = () => join(folders.dataFolder, 'root-passphrase');
const certificate = (name: string) => new X509Certificate(readFileSync(path(name)));
const rotate = (...args: string[]) =>
  pki(folders, ['rotate', '--admin', 'desk', '--root-passphrase-file', passphraseFile(), ...args]);

const issuerFiles = ['client-issuer', 'server-issuer', 'server'].flatMap(kind => [
  `${kind}.key`,
  `${kind}.pem`,
]);
const contents = () => issuerFiles.map(name => readFileSync(path(name), 'utf8'));

async function auditEntries(): Promise<string[]> {
  const state = await openState(folders.dataFolder);
  try {
    const query = state.query.selectFrom('journal').select(['kind', 'body']).orderBy('seq');
    return state.all(query).map(({ kind, body }) => `${kind}: ${JSON.parse(body).detail}`);
  } finally {
    state.close();
  }
}

describe('rotate', () => {
  it('replaces the issuers and the server’s pair under the same root, for the same hosts', async () => {
    const before = { files: contents(), hosts: certificate('server.pem').subjectAltName };
    const root = readFileSync(path('root.pem'), 'utf8');
    expect((await rotate()).code).toBe(0);
    const files = contents();
    expect(files.filter(content => before.files.includes(content))).toEqual([]);
    expect(readFileSync(path('root.pem'), 'utf8')).toBe(root);
    expect(certificate('server.pem').subjectAltName).toBe(before.hosts);
    const entries = ['devices', 'passphrase', 'root.key', 'root.pem', ...issuerFiles];
    expect(readdirSync(folders.folder).sort()).toEqual(entries.sort());

    const verify = (purpose: string, issuer: string, leaf: string) =>
      openssl(
        ['verify', '-x509_strict', '-purpose', purpose, '-CAfile', path('root.pem')].concat([
          '-untrusted',
          path(issuer),
          leaf,
        ]),
      );
    expect(verify('sslserver', 'server-issuer.pem', path('server.pem'))).toMatch(/OK$/m);
    const desk = path('devices', 'desk', 'desk.pem');
    expect(verify('sslclient', 'client-issuer.pem', desk)).toMatch(/OK$/m);
    for (const kind of ['client-issuer', 'server-issuer']) {
      const end = Date.parse(certificate(`${kind}.pem`).validTo);
      expect(end).toBeLessThanOrEqual(Date.parse(certificate('root.pem').validTo));
    }
  });

  it('shuts every device out but the admin, who gets files and a passphrase', async () => {
    const old = { desk: await comeIn(folders, 'desk'), mum: await comeIn(folders, "Mum's") };
    const ran = await rotate();
    expect(ran.out.slice(0, 4)).toEqual(
      ['p12', 'mobileconfig', 'pem', 'key'].map(kind => path('devices', 'desk', `desk.${kind}`)),
    );
    const passin = `pass:${passphraseIn(ran)}`;
    openssl(['pkcs12', '-legacy', '-in', ran.out[0] ?? '', '-passin', passin, '-noout']);
    expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true, authorized: true });
    for (const { fingerprint } of [old.desk, old.mum]) {
      expect(await isKnown(folders, fingerprint)).toBe(false);
    }
    expect(existsSync(path('devices', "Mum's"))).toBe(false);
    expect(ran.err.join('\n')).toContain(`npm run pki -- issue --role member -- 'Mum'\\''s'`);
    expect((await auditEntries()).slice(-2)).toEqual([
      "revoke: Mum's is shut out",
      expect.stringMatching(/^renew: a certificate for desk \(admin\) until /),
    ]);
    expect((await pki(folders, ['issue', '--role', 'member', '--', "Mum's"])).code).toBe(0);
    expect(await comeIn(folders, "Mum's")).toMatchObject({ isKnown: true, authorized: true });
  });

  it('warns when the root’s key lay beside its passphrase, where it could be copied too', async () => {
    expect((await rotate()).err.join()).not.toContain('warning');
    const open = await createFixture();
    const ran = await pki(open, ['rotate', '--admin', 'desk']);
    expect(ran.err.join()).toMatch(/warning: the root’s key lies in .*begun anew/);
    open.remove();
  });

  it('leaves a person without a certificate alone', async () => {
    await withDevices(folders, (_, state) => createPersons(state).set('Nan', 'guest', 1));
    await rotate();
    const nan = await withDevices(folders, (_, state) => createPersons(state).get('Nan'));
    expect(nan).toMatchObject({ role: 'guest', createdAt: 1 });
    expect((await rotate('--admin', 'Nan')).err.join()).toMatch(
      /Nan is a guest\. Name one who is: desk/,
    );
  });

  it('does not let in an admin who was suspended', async () => {
    await withDevices(folders, devices => devices.suspend('desk', 'Mum', 1));
    const before = contents();
    expect((await rotate()).err.join()).toMatch(/desk is suspended\. Name another admin/);
    expect(contents()).toEqual(before);
  });

  it('takes no name that is not an admin’s while there is one, so that a slip shuts nobody out', async () => {
    const before = contents();
    const ran = await rotate('--admin', 'dekc');
    expect(ran.err.join()).toMatch(/no admin called dekc\. Name one who is: desk/);
    expect(contents()).toEqual(before);
    expect((await deviceOf(folders, 'desk'))?.revokedAt).toBeNull();
  });

  it('takes the root’s key from where it was brought to', async () => {
    const key = join(folders.dataFolder, 'brought.key');
    renameSync(path('root.key'), key);
    const without = await rotate();
    expect(without).toMatchObject({ code: 1, out: [] });
    expect(without.err.join()).toMatch(/not on this machine.*--root-key FILE/);
    expect((await rotate('--root-key', key)).code).toBe(0);
    expect(existsSync(path('root.key'))).toBe(false);
  });

  it('asks for the passphrase at a terminal, and says what else there is without one', async () => {
    const args = ['rotate', '--admin', 'desk'];
    const silent = await pki(folders, args);
    expect(silent.code).toBe(1);
    expect(silent.err.join()).toMatch(/--root-passphrase-file FILE/);
    expect((await pki(folders, args, new Date(), [rootPassphrase])).code).toBe(0);
  });

  it.each([
    ['a wrong passphrase', ['wrong passphrase'], [], /passphrase does not open .*root\.key/],
    ['somebody who is no admin', [], ["--admin=Mum's"], /Mum's is a member/],
    ['a bad name', [], ['--admin=../up'], /slash/],
  ])('is refused with %s, and changes nothing', async (_, answers, args, message) => {
    const before = contents();
    const ran = await pki(folders, ['rotate', '--admin', 'desk', ...args], new Date(), answers);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.join()).toMatch(message);
    expect(contents()).toEqual(before);
    expect(await comeIn(folders, "Mum's")).toMatchObject({ isKnown: true });
    expect(readdirSync(folders.folder).filter(name => name.startsWith('.'))).toEqual([]);
  });

  it('is refused with the key of another root', async () => {
    const other = await createFixture();
    const ran = await rotate('--root-key', join(other.folder, 'client-issuer.key'));
    expect(ran.err.join()).toMatch(/does not open/);
    const plain = join(other.dataFolder, 'plain.key');
    const passin = `file:${join(other.folder, 'passphrase')}`;
    openssl(['pkey', '-in', join(other.folder, 'root.key'), '-passin', passin, '-out', plain]);
    expect((await rotate('--root-key', plain)).err.join()).toMatch(/is not the key of .*root\.pem/);
    other.remove();
  });
});

describe('a rotation that was interrupted while its files were moved', () => {
  it('is finished by whoever reads the authority next', async () => {
    const before = readEdgeMaterial(folders.folder);
    const other = copyFolders(folders);
    await pki(other, ['rotate', '--admin', 'desk'], new Date(), [rootPassphrase]);
    const rotated = rotatedPath(folders.folder);
    cpSync(other.folder, rotated, { recursive: true });
    // Two of them were moved already: a pair that does not fit.
    for (const name of ['client-issuer.key', 'server.key'])
      renameSync(join(rotated, name), path(name));
    const after = readEdgeMaterial(folders.folder);
    expect(after).toEqual(readEdgeMaterial(other.folder));
    expect(after.cert).not.toBe(before.cert);
    await expect(handshake(after, null)).resolves.toBeDefined();
    expect(existsSync(rotated)).toBe(false);
    other.remove();
  });
});
