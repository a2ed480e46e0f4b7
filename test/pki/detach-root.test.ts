import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { copyFolders, createFixture, type Folders } from './authority-fixture.ts';
import { comeIn, pki } from './command.ts';
import { opensKey } from './openssl.ts';

const passphrase = 'correct horse battery staple';
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

const own = () => join(folders.folder, 'root.key');
const stick = (...parts: string[]) => join(folders.dataFolder, 'stick', ...parts);

function detachWithFile(destination = stick()) {
  const file = join(folders.dataFolder, 'root-passphrase');
  writeFileSync(file, `${passphrase}\nnot this\n`);
  return pki(folders, ['detach-root', destination, '--root-passphrase-file', file]);
}

describe('detach-root', () => {
  it('leaves the key elsewhere under the passphrase, with its certificate and a note', async () => {
    const before = createPrivateKey({
      key: readFileSync(own()),
      passphrase: readFileSync(join(folders.folder, 'passphrase'), 'utf8').trim(),
    });
    const ran = await detachWithFile();
    expect(ran).toMatchObject({ code: 0, out: [`root key: ${stick('root.key')}`] });
    expect(ran.err.join()).toMatch(/warning: .*stick is on the same disk/);
    expect(existsSync(own())).toBe(false);
    expect(readdirSync(stick()).sort()).toEqual(['README.txt', 'root.key', 'root.pem']);
    expect(statSync(stick()).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(stick())) expect(statSync(stick(name)).mode & 0o777).toBe(0o600);
    const key = createPrivateKey({ key: readFileSync(stick('root.key')), passphrase });
    expect(key.equals(before)).toBe(true);
    expect(opensKey(stick('root.key'), `file:${join(folders.folder, 'passphrase')}`)).toBe(false);
    const root = new X509Certificate(readFileSync(stick('root.pem')));
    const note = readFileSync(stick('README.txt'), 'utf8');
    expect(note).toContain(root.fingerprint256);
    expect(note).toContain('npm run pki -- rotate --admin NAME --root-key');
    expect(note).not.toContain(passphrase);
  });

  it('leaves a hub that does everything but rotate', async () => {
    await detachWithFile();
    expect(readEdgeMaterial(folders.folder).clientCa).toHaveLength(2);
    for (const args of [
      ['issue', 'desk'],
      ['renew', 'desk'],
      ['server', 'sec53.local'],
      ['list'],
    ]) {
      expect(await pki(folders, args)).toMatchObject({ code: 0 });
    }
    expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true, authorized: true });
    for (const args of [['revoke', 'desk'], ['export-crl']]) {
      expect(await pki(folders, args)).toMatchObject({ code: 0 });
    }
    const ran = await pki(folders, ['rotate', '--admin', 'boss']);
    expect(ran.err.join()).toMatch(/not on this machine/);
  });

  it('asks for the new passphrase twice', async () => {
    const ran = await pki(folders, ['detach-root', stick()], new Date(), [passphrase, passphrase]);
    expect(ran.code).toBe(0);
    expect(opensKey(stick('root.key'), `pass:${passphrase}`)).toBe(true);
  });

  it('keeps the passphrase of a key that has its own, and asks for it once', async () => {
    const fresh = await createFixture({ rootPassphrase: passphrase });
    const away = join(fresh.dataFolder, 'stick');
    const wrong = await pki(fresh, ['detach-root', away], new Date(), ['something else']);
    expect(wrong.err.join()).toMatch(/does not open/);
    expect(existsSync(away)).toBe(false);
    expect((await pki(fresh, ['detach-root', away], new Date(), [passphrase])).code).toBe(0);
    expect(opensKey(join(away, 'root.key'), `pass:${passphrase}`)).toBe(true);
    fresh.remove();
  });

  it('overwrites nothing', async () => {
    mkdirSync(stick());
    writeFileSync(stick('root.key'), 'another hub’s');
    const ran = await detachWithFile();
    expect(ran.code).toBe(1);
    expect(ran.err.join()).toMatch(/stick is there already/);
    expect(readFileSync(stick('root.key'), 'utf8')).toBe('another hub’s');
    expect(existsSync(own())).toBe(true);
  });

  it('takes the hub’s own folder for no copy, by whatever path', async () => {
    const fresh = await createFixture({ rootPassphrase: passphrase });
    symlinkSync(fresh.folder, join(fresh.dataFolder, 'link'));
    for (const destination of [fresh.folder, join(fresh.dataFolder, 'link')]) {
      const ran = await pki(fresh, ['detach-root', destination], new Date(), [passphrase]);
      expect(ran.err.join()).toMatch(/is there already|in the hub’s own folder/);
      expect(existsSync(join(fresh.folder, 'root.key'))).toBe(true);
    }
    fresh.remove();
  });

  it('keeps the key here while the other copy cannot be opened', async () => {
    await detachWithFile();
    cpSync(join(original.folder, 'root.key'), own());
    writeFileSync(stick('root.key'), readFileSync(stick('root.key')).subarray(0, 1000));
    expect((await detachWithFile()).code).toBe(1);
    expect(existsSync(own())).toBe(true);
  });

  it('makes no folder where the stick is not plugged in', async () => {
    const ran = await detachWithFile(stick('not', 'here'));
    expect(ran.code).toBe(1);
    expect(ran.err.join()).toMatch(/cannot .*stick\/not.*missing/);
    expect(existsSync(stick())).toBe(false);
    expect(existsSync(own())).toBe(true);
  });

  it('is refused when it was done before', async () => {
    await detachWithFile();
    const ran = await pki(folders, ['detach-root', join(folders.dataFolder, 'second')]);
    expect(ran.err.join()).toMatch(/not on this machine/);
  });

  it.skipIf(process.geteuid?.() !== 0)('is refused in another user’s folder', async () => {
    chownSync(folders.folder, 12_345, 12_345);
    expect((await detachWithFile()).err.join()).toMatch(/belongs to user 12345/);
    expect(existsSync(stick())).toBe(false);
  });
});
