import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyFolders, createFixture, type Folders } from './authority-fixture.ts';
import { comeIn, deviceOf, isKnown, passphraseIn, pki } from './command.ts';

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

const filesOf = (name: string) => join(folders.folder, 'devices', name);

describe('renew', () => {
  it('gives a new certificate, and the old one is not known any more', async () => {
    await pki(folders, ['issue', 'desk', '--role', 'guest', '--days', '1']);
    const old = await comeIn(folders, 'desk');
    const later = new Date(Date.now() + 2 * 86_400_000);
    const ran = await pki(folders, ['renew', 'desk'], later);
    expect(ran.code).toBe(0);
    expect(passphraseIn(ran)).toBeDefined();
    expect(await isKnown(folders, old.fingerprint)).toBe(false);
    const device = await deviceOf(folders, 'desk');
    expect(device).toMatchObject({ role: 'guest', issuedAt: later.getTime() });
    expect(await isKnown(folders, device?.fingerprint ?? '')).toBe(true);
  });

  it('is refused for a device that is unknown or was revoked', async () => {
    expect((await pki(folders, ['renew', 'x'])).err.join()).toMatch(/no device called x.*list/);
    await pki(folders, ['issue', 'desk']);
    await pki(folders, ['revoke', 'desk']);
    const ran = await pki(folders, ['renew', 'desk']);
    expect(ran.code).toBe(1);
    expect(ran.err.join()).toMatch(/desk was revoked\. Issue it anew/);
  });
});

describe('revoke', () => {
  it('shuts the device out and deletes its files', async () => {
    await pki(folders, ['issue', 'desk']);
    const { fingerprint } = await comeIn(folders, 'desk');
    const now = new Date();
    expect(await pki(folders, ['revoke', 'desk'], now)).toMatchObject({ code: 0, out: [] });
    expect(await isKnown(folders, fingerprint)).toBe(false);
    expect(existsSync(filesOf('desk'))).toBe(false);
    expect((await deviceOf(folders, 'desk'))?.revokedAt).toBe(now.getTime());
  });

  it('done again, keeps the time, and deletes files that an interruption left', async () => {
    await pki(folders, ['issue', 'desk']);
    const now = new Date();
    await pki(folders, ['revoke', 'desk'], now);
    mkdirSync(filesOf('desk'));
    const later = new Date(now.getTime() + 1000);
    const ran = await pki(folders, ['revoke', 'desk'], later);
    expect(ran).toMatchObject({ code: 0, err: ['desk was revoked before'] });
    expect(existsSync(filesOf('desk'))).toBe(false);
    expect((await deviceOf(folders, 'desk'))?.revokedAt).toBe(now.getTime());
  });

  it('is refused for a device that is unknown', async () => {
    const ran = await pki(folders, ['revoke', 'x']);
    expect(ran.code).toBe(1);
    expect(ran.err.join()).toMatch(/no device called x/);
  });

  it('is no end: issued anew, the name is let in, and the old certificate stays out', async () => {
    await pki(folders, ['issue', 'desk', '--role', 'admin']);
    const old = await comeIn(folders, 'desk');
    await pki(folders, ['revoke', 'desk']);
    expect((await pki(folders, ['issue', 'desk'])).code).toBe(0);
    expect(await deviceOf(folders, 'desk')).toMatchObject({ role: 'member', revokedAt: null });
    expect(await comeIn(folders, 'desk')).toMatchObject({ isKnown: true });
    expect(await isKnown(folders, old.fingerprint)).toBe(false);
  });

  it('warns when it leaves no admin', async () => {
    await pki(folders, ['issue', 'one', '--role', 'admin']);
    await pki(folders, ['issue', 'two', '--role', 'admin']);
    await pki(folders, ['issue', 'three']);
    expect((await pki(folders, ['revoke', 'one'])).err.join()).not.toContain('warning');
    expect((await pki(folders, ['revoke', 'three'])).err.join()).not.toContain('warning');
    const last = await pki(folders, ['revoke', 'two']);
    expect(last.code).toBe(0);
    expect(last.err.join()).toMatch(/warning: no admin.*--role admin/);
  });
});
