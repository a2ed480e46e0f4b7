import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { createFixture, type Folders } from './authority-fixture.ts';
import { comeIn, deviceOf, isKnown, pki, withDevices } from './command.ts';
import { handshake } from './handshake.ts';

/** Only root may mount a small disk of its own. */
function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const stepBytes = 20 * 1024;

describe.skipIf(!canMount())('on a disk that is full', { timeout: 240_000 }, () => {
  let original: Folders;
  let folders: Folders;
  let filler: string;
  beforeAll(async () => {
    original = await createFixture();
    await pki(original, ['issue', 'desk', '--role', 'admin']);
    await pki(original, ['issue', 'Mum']);
  });
  afterAll(() => original?.remove());
  beforeEach(() => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'sec53-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=700', 'tmpfs', dataFolder]);
    cpSync(original.dataFolder, dataFolder, { recursive: true });
    filler = join(dataFolder, 'filler');
    const remove = () => {
      execFileSync('umount', ['--lazy', dataFolder]);
      rmSync(dataFolder, { recursive: true });
    };
    folders = { dataFolder, folder: join(dataFolder, 'pki'), remove };
  });
  afterEach(() => folders.remove());

  /** Runs a command with so little room, and looks at what it left once there is room again. */
  async function runWithRoom(bytes: number, args: string[]) {
    const { bavail, bsize } = statfsSync(folders.dataFolder);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
    const ran = await pki(folders, args);
    rmSync(filler);
    if (ran.code !== 0) expect(ran).toMatchObject({ code: 1, out: [] });
    if (ran.code !== 0) expect(ran.err.at(-1)).toMatch(/full/);
    await handshake(readEdgeMaterial(folders.folder), null);
    const places = [folders.folder, join(folders.folder, 'devices')];
    expect(places.flatMap(at => readdirSync(at)).filter(name => name.startsWith('.'))).toEqual([]);
    return ran;
  }

  it('issue enters nothing until there is room for all of it', async () => {
    let room = 0;
    while ((await runWithRoom(room, ['issue', 'phone'])).code !== 0) {
      expect(await deviceOf(folders, 'phone')).toBeNull();
      room += stepBytes;
    }
    expect(room).toBeGreaterThan(stepBytes);
    expect(await comeIn(folders, 'phone')).toMatchObject({ isKnown: true, authorized: true });
  });

  it('rotate ends no device until there is room for all of it', async () => {
    const { fingerprint } = await comeIn(folders, 'Mum');
    const before = await withDevices(folders, devices => devices.list());
    let room = 0;
    while ((await runWithRoom(room, ['rotate', '--admin', 'desk'])).code !== 0) {
      expect(await withDevices(folders, devices => devices.list())).toEqual(before);
      room += stepBytes;
    }
    expect(room).toBeGreaterThan(stepBytes);
    expect(await isKnown(folders, fingerprint)).toBe(false);
    expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true, authorized: true });
  });
});
