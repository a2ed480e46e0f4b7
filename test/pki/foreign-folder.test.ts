import { chownSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyFolders, createFixture, emptyFolders, type Folders } from './authority-fixture.ts';
import { pki } from './command.ts';

/** Only root may give a folder away. */
describe.skipIf(process.geteuid?.() !== 0)('in a folder of another user', () => {
  const stranger = 12_345;
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

  it('init makes nothing', async () => {
    const none = emptyFolders();
    chownSync(none.dataFolder, stranger, stranger);
    const ran = await pki(none, ['init']);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.at(-1)).toMatch(/belongs to user 12345.*sudo -u '#12345'/);
    expect(readdirSync(none.dataFolder)).toEqual([]);
    none.remove();
  });

  it.each([
    [['server', 'localhost']],
    [['rotate', '--admin', 'desk']],
    [['detach-root', '/tmp/x']],
  ])('%j changes nothing', async args => {
    for (const path of [folders.dataFolder, folders.folder]) chownSync(path, stranger, stranger);
    const certificate = join(folders.folder, 'server.pem');
    const before = readFileSync(certificate, 'utf8');
    const ran = await pki(folders, args);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.at(-1)).toMatch(/belongs to user 12345.*sudo -u '#12345'/);
    expect(readFileSync(certificate, 'utf8')).toBe(before);
    expect(readdirSync(folders.folder)).toContain('root.key');
  });
});
