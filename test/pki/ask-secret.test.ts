import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolders, type Folders } from './authority-fixture.ts';
import { openssl } from './openssl.ts';
import { hasPython } from './plist.ts';

const path = (file: string) => new URL(`../../${file}`, import.meta.url).pathname;
let folders: Folders;
beforeEach(() => {
  folders = emptyFolders();
});
afterEach(() => folders.remove());

/** Python has a terminal to give to a program; Node has none. */
async function initAtTerminal(answers: string[]): Promise<{ code: number; shown: string }> {
  const command = [process.execPath, path('dist/server/pki.js'), '--data', folders.dataFolder];
  const args = [...command, 'init', '--ask-root-passphrase'];
  const { stdout } = await promisify(execFile)('python3', [
    path('test/pki/terminal.py'),
    JSON.stringify(args),
    JSON.stringify(answers),
  ]);
  return JSON.parse(stdout);
}

describe.skipIf(!hasPython)('a passphrase typed at a terminal', () => {
  it('is taken as it was corrected, and never shown', async () => {
    const { code, shown } = await initAtTerminal([
      'correct horse batteri\x7fy\r',
      'correct horse battery\r',
    ]);
    expect(code).toBe(0);
    expect(shown).toContain('a new passphrase for the root’s key: \r\nthe same once more: \r\n');
    expect(shown).not.toMatch(/correct|horse|batter/);
    const key = join(folders.folder, 'root.key');
    openssl(['pkey', '-in', key, '-passin', 'pass:correct horse battery', '-noout']);
  });

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('can be declined with %s', async (_, keys) => {
    const { code, shown } = await initAtTerminal([keys]);
    expect(code).toBe(1);
    expect(shown).toContain('pki: no passphrase was given');
    expect(existsSync(folders.folder)).toBe(false);
  });
});
