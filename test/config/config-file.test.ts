import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConfigFile } from '../../server/config/config-file.ts';
import { prepareReplacement } from '../../server/config/replace-file.ts';
import { createVersions, hashOf } from '../../server/config/versions.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-file-'));
  path = join(folder, 'sec53.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (file: string) => statSync(file).mode & 0o777;
const text = (said: string) => Buffer.from(said);

describe('a file that is replaced', () => {
  it('is new and its owner’s alone where there was none', () => {
    prepareReplacement(path, text('new')).commit();
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['new', 0o600]);
  });

  it('keeps its mode, and leaves nothing beside it', () => {
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    prepareReplacement(path, text('new')).commit();
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['new', 0o640]);
    expect(readdirSync(folder)).toEqual(['sec53.yaml']);
  });

  it('is the old one until then, and for good when it is called off', () => {
    writeFileSync(path, 'old');
    const next = prepareReplacement(path, text('new'));
    expect(readFileSync(path, 'utf8')).toBe('old');
    next.cancel();
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['old', ['sec53.yaml']]);
  });

  it('may be reached by a link, which stays one', () => {
    const real = join(folder, 'real');
    mkdirSync(real);
    writeFileSync(join(real, 'mine.yaml'), 'old');
    symlinkSync('real/mine.yaml', path);
    prepareReplacement(path, text('new')).commit();
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(real, 'mine.yaml'), 'utf8')).toBe('new');
    expect(readdirSync(real)).toEqual(['mine.yaml']);
  });
});

it('whenever the hub is killed while it writes, the file is the old one or the new one, whole', () => {
  const program = join(folder, 'write.mjs');
  buildSync({
    stdin: {
      contents: `
        import { createConfigFile } from './server/config/config-file.ts';
        import { createVersions, hashOf } from './server/config/versions.ts';
        const [, , path, folder, content] = process.argv;
        const file = createConfigFile(path, createVersions(folder), Date.now);
        file.prepare(Buffer.from(content), file.read().version, 'Mum').commit();
      `,
      resolveDir: root,
    },
    ...{ bundle: true, platform: 'node', format: 'esm', outfile: program },
  });
  const kept = join(folder, 'data/config');
  const [old, fresh] = ['old '.repeat(5000), 'new '.repeat(6000)];
  const seen = new Set<string>();
  for (let at = 1; ; at++) {
    writeFileSync(path, old);
    rmSync(join(folder, 'data'), { recursive: true, force: true });
    const killer = join(root, 'test/fakes/kill-at.mjs');
    const { signal } = spawnSync(
      process.execPath,
      ['--import', killer, program, path, kept, fresh],
      { env: { ...process.env, KILL_AT: String(at) } },
    );
    const now = readFileSync(path, 'utf8');
    expect([old, fresh]).toContain(now);
    // What is gone from its place is among the versions before.
    const versions = createVersions(kept);
    const texts = versions.list().map(({ id }) => String(versions.read(id)));
    expect(texts.every(version => version === old)).toBe(true);
    if (now === fresh) expect(texts).toEqual([old]);
    seen.add(now);
    if (signal === null) break;
    expect(signal).toBe('SIGKILL');
  }
  expect(seen.size).toBe(2);
});

describe('the versions before', () => {
  it('are kept byte for byte, for their owner alone, with who wrote them', () => {
    const kept = join(folder, 'data/config');
    const file = createConfigFile(path, createVersions(kept), () =>
      Date.parse('2026-11-24T02:00:00Z'),
    );
    const bytes = Buffer.from([0x23, 0xff, 0x0d, 0x0a, 0x00]);
    writeFileSync(path, bytes);
    file.prepare(text('second'), file.read().version, 'Mum').commit();
    file.prepare(text('third'), file.read().version, 'Dad').commit();
    expect(file.versions()).toEqual([
      { id: '2026-11-24T02:00:00.001Z', at: '2026-11-24T02:00:00.000Z', by: 'Mum' },
      { id: '2026-11-24T02:00:00.000Z', at: expect.any(String), by: 'by hand' },
    ]);
    expect(file.readVersion('2026-11-24T02:00:00.000Z')).toEqual(bytes);
    expect(modeOf(kept)).toBe(0o700);
    for (const name of readdirSync(kept))
      expect([name, modeOf(join(kept, name))]).toEqual([name, 0o600]);
  });

  it('are the newest fifty', () => {
    const versions = createVersions(folder);
    for (let n = 0; n < 53; n++) {
      const next = { hash: hashOf(text(`${n + 1}`)), by: 'Mum', at: n };
      versions.keep(text(`${n}`), n, next);
    }
    const list = versions.list();
    expect(list).toHaveLength(50);
    expect(String(versions.read(list.at(-1)?.id ?? ''))).toBe('3');
    expect(readdirSync(folder)).toHaveLength(100);
  });

  it('are found by their own names alone', () => {
    writeFileSync(path, 'secret');
    const file = createConfigFile(path, createVersions(join(folder, 'data')), Date.now);
    for (const id of ['../sec53', 'x', '', '2026-11-24T02:00:00.000Z']) {
      expect(() => file.readVersion(id)).toThrow('no such version');
    }
  });
});

it('a file that somebody changed since it was read is left alone', () => {
  writeFileSync(path, 'one');
  const file = createConfigFile(path, createVersions(join(folder, 'data')), Date.now);
  const { version } = file.read();
  const next = file.prepare(text('two'), version, 'Mum');
  writeFileSync(path, 'by hand');
  expect(() => next.commit()).toThrow('changed since it was read');
  expect(() => file.prepare(text('two'), version, 'Mum')).toThrow('changed since it was read');
  next.cancel();
  expect(readFileSync(path, 'utf8')).toBe('by hand');
  expect(existsSync(join(folder, '.sec53.yaml.new'))).toBe(false);
});

it('a folder that is not there is named', () => {
  const missing = join(folder, 'none', 'sec53.yaml');
  const file = createConfigFile(missing, createVersions(join(folder, 'data')), Date.now);
  expect(file.trouble()).toContain(join(folder, 'none'));
});
