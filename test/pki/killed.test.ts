import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { readIssuer } from '../../pki/issuer.ts';
import type { Device } from '../../server/people/devices.ts';
import { copyFolders, createFixture, type Folders } from './authority-fixture.ts';
import { comeIn, deviceOf, isKnown, pki, withDevices } from './command.ts';
import { handshake } from './handshake.ts';
import { type Killed, runKilledAt } from './killed.ts';
import { openssl } from './openssl.ts';

/** `EVERY_KILL=1` kills at every change; without it, at some of them, which takes a minute. */
const isThorough = process.env.EVERY_KILL === '1';
const patience = isThorough ? 1_200_000 : 240_000;

let original: Folders;
let folders: Folders;
beforeAll(async () => {
  original = await createFixture();
  await pki(original, ['issue', 'desk', '--role', 'admin']);
  await pki(original, ['issue', 'Mum']);
});
afterAll(() => original.remove());
beforeEach(() => {
  folders = copyFolders(original);
});
afterEach(() => folders.remove());

const read = (...parts: string[]) => readFileSync(join(folders.folder, ...parts), 'utf8');

/** What the hub does at its start, and what it needs to let a device in. */
async function expectWhole(): Promise<void> {
  await handshake(readEdgeMaterial(folders.folder), null);
  readIssuer(folders.folder, 'client-issuer');
  readIssuer(folders.folder, 'server-issuer');
}

function expectNothingLeft(): void {
  const places = [folders.folder, join(folders.folder, 'devices')].flatMap(path =>
    readdirSync(path),
  );
  expect(places.filter(name => /^\.|^rotated$/.test(name))).toEqual([]);
}

function expectOpens(out: string, name: string): void {
  const passphrase = /^passphrase: (\S+)$/m.exec(out)?.[1];
  const p12 = join(folders.folder, 'devices', name, `${name}.p12`);
  openssl(['pkcs12', '-legacy', '-in', p12, '-passin', `pass:${passphrase}`, '-noout']);
}

describe('killed at any change it makes on the disk', { timeout: patience }, () => {
  it('issue leaves no entry or a device that comes in, and the next command makes it good', async () => {
    const step = isThorough ? 1 : 4;
    let at = 0;
    let ran: Killed;
    do {
      at += step;
      const name = `phone-${at}`;
      ran = await runKilledAt(at, folders, ['issue', name]);
      await expectWhole();
      const entered = await deviceOf(folders, name);
      if (entered) expect(await comeIn(folders, name)).toMatchObject({ isKnown: true });
      if (ran.code === 0) expectOpens(ran.out, name);
      const again = await pki(folders, [entered ? 'renew' : 'issue', name]);
      expect(again.code).toBe(0);
      expect(await comeIn(folders, name)).toMatchObject({ isKnown: true, authorized: true });
      expectNothingLeft();
    } while (ran.code !== 0);
    expect(at).toBeGreaterThan(10);
  });

  it('renew leaves the old certificate or the new one, and run again makes it good', async () => {
    const step = isThorough ? 1 : 4;
    let at = 0;
    let ran: Killed;
    do {
      at += step;
      const before = await deviceOf(folders, 'desk');
      ran = await runKilledAt(at, folders, ['renew', 'desk']);
      await expectWhole();
      const after = await deviceOf(folders, 'desk');
      if (after?.fingerprint === before?.fingerprint) expect(after).toEqual(before);
      else expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true });
    } while (ran.code !== 0);
    expect(at).toBeGreaterThan(10);
    expectOpens(ran.out, 'desk');
    expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true, authorized: true });
    expectNothingLeft();
  });

  it('rotate leaves every device or the admin alone, and run again makes it good', async () => {
    const mum = {
      key: read('devices', 'Mum', 'Mum.key'),
      cert: read('devices', 'Mum', 'Mum.pem'),
    };
    const rowOfMum = await deviceOf(folders, 'Mum');
    const step = isThorough ? 1 : 6;
    let at = 0;
    let ran: Killed;
    const seen = { old: 0, new: 0 };
    do {
      at += step;
      await withDevices(folders, devices => rowOfMum && devices.replace(rowOfMum));
      const before = await withDevices(folders, devices => devices.list());
      ran = await runKilledAt(at, folders, ['rotate', '--admin', 'desk']);
      await expectWhole();
      const after = await withDevices(folders, devices => devices.list());
      const isOld = await comesIn(mum);
      if (isOld) expect(after).toEqual(before);
      else expect(await liveFingerprints()).toEqual([(await comeIn(folders, 'desk')).fingerprint]);
      seen[isOld ? 'old' : 'new'] += 1;
    } while (ran.code !== 0);
    expect(seen.old).toBeGreaterThan(20 / step);
    expect(seen.new).toBeGreaterThan(5 / step);
    expectOpens(ran.out, 'desk');
    expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true, authorized: true });
    expectNothingLeft();
    expect(readdirSync(join(folders.folder, 'devices'))).toEqual(['desk']);
  });

  it('detach-root leaves the key here, there, or in both, and run again makes it good', async () => {
    const passphrase = join(folders.dataFolder, 'root-passphrase');
    writeFileSync(passphrase, 'correct horse battery staple\n');
    const destination = join(folders.dataFolder, 'stick');
    const args = ['detach-root', destination, '--root-passphrase-file', passphrase];
    const own = join(folders.folder, 'root.key');
    const away = join(destination, 'root.key');
    let at = 0;
    do {
      at += 1;
      await runKilledAt(at, folders, args);
      if (existsSync(away))
        openssl(['pkey', '-in', away, '-passin', `file:${passphrase}`, '-noout']);
      else expect(existsSync(own)).toBe(true);
    } while (existsSync(own));
    expect(at).toBeGreaterThan(6);
    expect(existsSync(away)).toBe(true);
    expect(readdirSync(folders.dataFolder).filter(name => name.startsWith('.'))).toEqual([]);
  });
});

async function comesIn(client: { key: string; cert: string }): Promise<boolean> {
  const { fingerprint } = await handshake(readEdgeMaterial(folders.folder), client);
  return isKnown(folders, fingerprint ?? '');
}

async function liveFingerprints(): Promise<(string | null)[]> {
  const isLive = ({ revokedAt }: Device) => revokedAt === null;
  const devices = await withDevices(folders, registry => registry.list());
  return devices.filter(isLive).map(({ fingerprint }) => fingerprint);
}
