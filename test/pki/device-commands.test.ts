import { chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyFolders, createFixture, emptyFolders, type Folders } from './authority-fixture.ts';
import { pki } from './command.ts';

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

describe('every command on devices', () => {
  const commands = [['issue', 'a'], ['renew', 'a'], ['revoke', 'a'], ['list']];

  it.each(commands)(
    '%s is refused without an authority, and makes no data folder',
    async (...args) => {
      const none = emptyFolders();
      const ran = await pki(none, args);
      expect(ran.code).toBe(1);
      expect(ran.err.join()).toMatch(/there is no authority in .*npm run pki -- init/);
      expect(readdirSync(none.dataFolder)).toEqual([]);
      none.remove();
    },
  );

  it.skipIf(process.geteuid?.() !== 0).each(commands)(
    '%s is refused in another user’s folder, where root’s files would lock the hub out',
    async (...args) => {
      chownSync(folders.dataFolder, 12_345, 12_345);
      const ran = await pki(folders, args);
      expect(ran.code).toBe(1);
      expect(ran.err.join()).toMatch(/belongs to user 12345.*sudo -u '#12345'/);
      expect(existsSync(join(folders.dataFolder, 'state.db'))).toBe(false);
    },
  );

  it.each([['issue'], ['renew'], ['revoke']])('%s names the fault of a bad name', async command => {
    const ran = await pki(folders, [command, '../up']);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.join()).toMatch(/cannot be called "\.\.\/up": the name holds a slash/);
  });
});
