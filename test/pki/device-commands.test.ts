import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
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
  const commands = [
    ['issue', 'a'],
    ['renew', 'a'],
    ['revoke', 'a'],
    ['list'],
    ['rotate', '--admin', 'a'],
    ['export-crl'],
  ];

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

describe('every command that makes something', () => {
  it.each([
    [['init']],
    [['issue', 'new']],
    [['renew', 'desk']],
    [['server', 'sec53.local']],
    [['rotate', '--admin', 'desk']],
    [['export-crl']],
  ])('%j is refused while the clock is in the past, and changes nothing', async args => {
    await pki(folders, ['issue', 'desk', '--role', 'admin']);
    // An authority is made only where there is none.
    const at = args[0] === 'init' ? emptyFolders() : folders;
    const before = snapshotOf(at);
    const ran = await pki(at, args, new Date('1970-01-01T00:05:00Z'));
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.join()).toMatch(
      /the clock says 1970-01-01T00:05:00\.000Z\. Set it \(timedatectl\)/,
    );
    expect(snapshotOf(at)).toEqual(before);
  });
});

/** Every file of the authority with what is in it. */
function snapshotOf({ folder }: Folders): [string, string][] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path): [string, string] => [path, readFileSync(path, 'latin1')])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
