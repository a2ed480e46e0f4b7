import { execFile, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const real = join(import.meta.dirname, '../..');
const copied = ['client', 'package-lock.json', 'package.json', 'pki', 'rollup.config.ts'].concat(
  'scripts',
  'server',
  'tsconfig.json',
);

/** `npm test` builds first. Without that the command would build, while other tests use what is built. */
function isBuilt(): boolean {
  const stamps = pathToFileURL(join(real, 'scripts/stamps.mjs')).href;
  const script = `
import { isBuildCurrent, isInstallCurrent } from ${JSON.stringify(stamps)};
process.exit(isInstallCurrent(${JSON.stringify(real)}) && isBuildCurrent(${JSON.stringify(real)}) ? 0 : 1);`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script]).status === 0;
}

describe.skipIf(!isBuilt())('sec53-pki', () => {
  let root: string;
  let elsewhere: string;
  let command: string;

  // A project of its own, since its data folder is the one that is used.
  beforeAll(() => {
    const place = mkdtempSync(join(tmpdir(), 'sec53-bin-'));
    root = join(place, 'project');
    elsewhere = join(place, 'elsewhere');
    for (const name of copied) cpSync(join(real, name), join(root, name), { recursive: true });
    for (const name of ['dist', 'node_modules']) symlinkSync(join(real, name), join(root, name));
    mkdirSync(elsewhere);
    // As npm link does.
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    command = join(place, 'sec53-pki');
    symlinkSync(join(root, bin['sec53-pki']), command);
  });
  afterAll(() => rmSync(join(root, '..'), { recursive: true }));

  async function run(args: string[], settings: Record<string, string> = {}) {
    const { SEC53_DATA: _data, SEC53_CONFIG: _config, ...env } = process.env;
    const options = { cwd: elsewhere, env: { ...env, ...settings } };
    return promisify(execFile)(command, args, options);
  }

  it('goes to the data folder of its project, from any folder', async () => {
    await expect(run(['list'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`there is no authority in ${join(root, 'data/pki')}`),
    });
  });

  it('goes where SEC53_DATA and --data say, from the folder it is run in', async () => {
    const inPki = (data: string) => expect.stringContaining(`${join(elsewhere, data)}/pki`);
    await expect(run(['list'], { SEC53_DATA: 'a' })).rejects.toMatchObject({ stderr: inPki('a') });
    const settings = { SEC53_DATA: 'a' };
    await expect(run(['list', '--data', 'b'], settings)).rejects.toMatchObject({
      stderr: inPki('b'),
    });
  });

  it('reads the configuration of its project', async () => {
    writeFileSync(join(root, 'sec53.yaml'), 'edge: { names: [hub.example.net] }\n');
    const { stdout, stderr } = await run(['init']);
    expect(stdout).toContain(`root: ${join(root, 'data/pki/root.pem')}`);
    expect(stderr).toContain('a server certificate for hub.example.net, localhost');
  });

  it('passes the exit code on', async () => {
    await expect(run(['dance'])).rejects.toMatchObject({ code: 2 });
  });
});
