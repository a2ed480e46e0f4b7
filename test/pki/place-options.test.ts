import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takePlaceOptions } from '../../pki/place-options.ts';
import { runProgram } from '../hub-process.ts';
import { createFixture, emptyFolders, type Folders } from './authority-fixture.ts';

describe('--config and --data', () => {
  it.each([
    [
      ['--data', 'd', 'issue', 'x', '--role', 'admin'],
      ['issue', 'x', '--role', 'admin'],
    ],
    [
      ['issue', 'x', '--data=d', '--role', 'admin'],
      ['issue', 'x', '--role', 'admin'],
    ],
    [
      ['issue', 'x', '--role', 'admin', '--data', 'd'],
      ['issue', 'x', '--role', 'admin'],
    ],
    [
      ['issue', '--data', 'd', '--', '--data'],
      ['issue', '--', '--data'],
    ],
  ])('are taken out of %j wherever they stand', (args, rest) => {
    expect(takePlaceOptions(args)).toEqual({ config: undefined, data: 'd', rest });
  });

  it('leave everything as it is where they are not', () => {
    const args = ['issue', '--', '--config', 'x'];
    expect(takePlaceOptions(args)).toEqual({ config: undefined, data: undefined, rest: args });
  });
});

describe('the command', () => {
  let place: Folders;
  let fixture: Folders;
  beforeAll(async () => {
    place = emptyFolders();
    fixture = await createFixture();
  });
  afterAll(() => {
    place.remove();
    fixture.remove();
  });

  async function run(args: string[]) {
    const folder = realpathSync(place.dataFolder);
    const ran = runProgram('pki', args, {
      folder,
      data: join(folder, 'elsewhere'),
      configure: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    });
    return { code: await ran.ended, output: ran.output() };
  }

  it('goes to the data folder of --data, past that of SEC53_DATA', async () => {
    expect((await run(['list'])).output).toMatch(/no authority in .*elsewhere\/pki/);
    const { code, output } = await run(['list', '--data', fixture.dataFolder]);
    expect([code, output]).toEqual([0, expect.stringContaining('no devices yet')]);
  });

  it('reads the hub’s names from the file of --config', async () => {
    writeFileSync(join(place.dataFolder, 'other.yaml'), 'edge: { names: [hub.example.net] }\n');
    const { code, output } = await run(['--config', 'other.yaml', 'init', '--data', 'made']);
    expect(code).toBe(0);
    expect(output).toContain('a server certificate for hub.example.net, localhost');
  });

  it.each([
    ['is not there', 'missing.yaml', /missing\.yaml/],
    ['is wrong', 'wrong.yaml', /wrong\.yaml:1/],
  ])('refuses a file of --config that %s, and makes nothing', async (_, file, message) => {
    writeFileSync(join(place.dataFolder, 'wrong.yaml'), 'edge: 5\n');
    const { code, output } = await run(['init', '--config', file, '--data', 'none']);
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(existsSync(join(place.dataFolder, 'none'))).toBe(false);
  });
});
