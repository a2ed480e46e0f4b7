import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasServerCertificate } from '../../pki/edge-material.ts';
import { createFixture, emptyFolders, type Folders } from './authority-fixture.ts';
import { pki, withDevices } from './command.ts';

let folders: Folders;
beforeAll(async () => {
  folders = await createFixture();
});
afterAll(() => folders.remove());

const main = new URL('../../dist/server/pki.js', import.meta.url).pathname;
const argsOf = (args: string[]) => [main, ...args];
const envOf = ({ dataFolder }: Folders) => ({ ...process.env, SEC53_DATA: dataFolder });
const run = (args: string[]) =>
  promisify(execFile)(process.execPath, argsOf(args), { env: envOf(folders) });

/** Kills the command at its first word, when it has begun and is not done. */
async function killEarly(at: Folders, args: string[]): Promise<void> {
  const child = spawn(process.execPath, argsOf(args), {
    env: envOf(at),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(child.stderr, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
}

it('answers on stdout, tells what goes on on stderr, and exits with 0', async () => {
  const { stdout, stderr } = await run(['issue', 'Zoë’s phone', '--role', 'admin']);
  expect(stdout.match(/^passphrase: \S+$/gm)).toHaveLength(1);
  expect(stdout.trimEnd().split('\n')).toHaveLength(5);
  expect(stderr).toContain('Zoë’s phone (admin)');
});

it('exits with 1 when refused and 2 when not understood, without a stack', async () => {
  await expect(run(['revoke', 'nobody'])).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'pki: there is no device called nobody. See `npm run pki -- list`\n',
  });
  await expect(run(['dance'])).rejects.toMatchObject({ code: 2, stdout: '' });
});

it('killed while it issues, lets the same command finish, and leaves no keys about', async () => {
  await killEarly(folders, ['issue', 'desk']);
  const entered = await withDevices(folders, devices => devices.get('desk') !== null);
  const again = await pki(folders, [entered ? 'renew' : 'issue', 'desk']);
  expect(again.code).toBe(0);
  const devices = readdirSync(join(folders.folder, 'devices'));
  expect(devices.filter(name => name.startsWith('.'))).toEqual([]);
});

it('killed while it makes an authority, lets the same command finish', async () => {
  const fresh = emptyFolders();
  await killEarly(fresh, ['init']);
  // A busy machine may be late with the signal.
  const isDone = hasServerCertificate(fresh.folder);
  expect((await pki(fresh, ['init'])).code).toBe(isDone ? 1 : 0);
  expect(readdirSync(fresh.dataFolder)).toEqual(['pki']);
  fresh.remove();
});
