import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyFolders, createFixture, emptyFolders, type Folders } from './authority-fixture.ts';
import { pki } from './command.ts';
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

function passphraseFile(content = `${passphrase}\nnot this\n`): string {
  const path = join(folders.dataFolder, 'root-passphrase');
  writeFileSync(path, content);
  return path;
}

describe('init with a passphrase for the root', () => {
  it.each([
    ['from a file', (file: string) => ['--root-passphrase-file', file], []],
    ['asked for twice', () => ['--ask-root-passphrase'], [passphrase, passphrase]],
  ])('%s keeps it nowhere, and the hub needs it for nothing', async (_, options, answers) => {
    const fresh = emptyFolders();
    const ran = await pki(fresh, ['init', ...options(passphraseFile())], new Date(), answers);
    expect(ran.code).toBe(0);
    const key = join(fresh.folder, 'root.key');
    expect(opensKey(key, `pass:${passphrase}`)).toBe(true);
    expect(opensKey(key, `file:${join(fresh.folder, 'passphrase')}`)).toBe(false);
    const files = readdirSync(fresh.folder, { recursive: true, encoding: 'utf8' });
    const held = files
      .map(file => join(fresh.folder, file))
      .filter(file => statSync(file).isFile() && readFileSync(file, 'utf8').includes(passphrase));
    expect(held).toEqual([]);
    expect((await pki(fresh, ['issue', 'desk'])).code).toBe(0);
    expect((await pki(fresh, ['server', 'sec53.local'])).code).toBe(0);
    fresh.remove();
  });

  it.each([
    [
      'nobody can be asked',
      ['--ask-root-passphrase'],
      undefined,
      /at a terminal.*--root-passphrase/,
    ],
    ['the answers differ', ['--ask-root-passphrase'], [passphrase, `${passphrase}.`], /differ/],
    ['it is short', ['--ask-root-passphrase'], ['11 letters.'], /has 11 characters, and 12/],
    [
      'it is too long for a key',
      ['--ask-root-passphrase'],
      ['é'.repeat(513)],
      /more than 1024 bytes/,
    ],
    [
      'its file is not there',
      ['--root-passphrase-file', '/nowhere/x'],
      undefined,
      /read \/nowhere\/x/,
    ],
  ])('is refused when %s, and makes nothing', async (_, args, answers, message) => {
    const fresh = emptyFolders();
    const ran = await pki(fresh, ['init', ...args], new Date(), answers);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.join()).toMatch(message);
    expect(readdirSync(fresh.dataFolder)).toEqual([]);
    fresh.remove();
  });

  it('is refused for an empty file', async () => {
    const fresh = emptyFolders();
    const ran = await pki(fresh, ['init', '--root-passphrase-file', passphraseFile('\nx\n')]);
    expect(ran.err.join()).toMatch(/begins with an empty line/);
    expect(existsSync(fresh.folder)).toBe(false);
    fresh.remove();
  });

  it('does not pass over a root that an interrupted init made without one', async () => {
    rmSync(join(folders.folder, 'server.pem'));
    const ran = await pki(folders, ['init', '--root-passphrase-file', passphraseFile()]);
    expect(ran.code).toBe(1);
    expect(ran.err.join()).toMatch(/not under a passphrase of its own.*detach-root/);
  });
});
