import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { createPersons } from '../../server/people/persons.ts';
import { copyFolders, createFixture, emptyFolders, type Folders } from './authority-fixture.ts';
import { pki, withDevices } from './command.ts';
import { handshake } from './handshake.ts';
import { openssl } from './openssl.ts';

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

const subjectAltNames = () =>
  openssl(['x509', '-noout', '-ext', 'subjectAltName', '-in', join(folders.folder, 'server.pem')]);

describe('init', () => {
  it('makes an authority and a server certificate that a client takes', async () => {
    const fresh = emptyFolders();
    const ran = await pki(fresh, ['init', '--name', 'sec53.local', 'hub.example.org']);
    expect(ran.code).toBe(0);
    const material = readEdgeMaterial(fresh.folder);
    expect(ran.out).toEqual([
      `root: ${join(fresh.folder, 'root.pem')}`,
      `fingerprint: ${material.rootFingerprint}`,
    ]);
    await expect(handshake(material, null)).resolves.toMatchObject({ authorized: false });
    fresh.remove();
  });

  it('is refused the second time', async () => {
    const before = readEdgeMaterial(folders.folder);
    const ran = await pki(folders, ['init']);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.at(-1)).toMatch(/^pki: there is an authority in/);
    expect(readEdgeMaterial(folders.folder)).toEqual(before);
  });

  it('finishes one that was interrupted before the server certificate, with the same root', async () => {
    const { rootFingerprint } = readEdgeMaterial(folders.folder);
    rmSync(join(folders.folder, 'server.pem'));
    expect((await pki(folders, ['init'])).code).toBe(0);
    expect(readEdgeMaterial(folders.folder).rootFingerprint).toBe(rootFingerprint);
  });
});

describe('server', () => {
  it('replaces the server certificate', async () => {
    const ran = await pki(folders, ['server', 'sec53.local', '192.168.1.20']);
    expect(ran).toMatchObject({ code: 0, out: [] });
    expect(subjectAltNames()).toContain('DNS:sec53.local, IP Address:192.168.1.20');
  });

  it('is refused for a host that the root does not cover', async () => {
    const before = subjectAltNames();
    const ran = await pki(folders, ['server', 'sec53.local', 'example.com']);
    expect(ran.code).toBe(1);
    expect(ran.err.join()).toMatch(/may not certify example\.com/);
    expect(subjectAltNames()).toBe(before);
  });
});

describe('list', () => {
  it('shows programs every device with its status, in JSON', async () => {
    const now = new Date('2026-11-24T12:00:00.000Z');
    const row = { role: 'member' as const, fingerprint: 'ab', serial: '41', issuedAt: 0 };
    const expiresAt = now.getTime() + 1;
    await withDevices(folders, (devices, state) => {
      devices.add({ ...row, name: 'live', expiresAt });
      devices.add({ ...row, name: 'over', fingerprint: 'cd', expiresAt: now.getTime() });
      devices.add({ ...row, name: 'shut', fingerprint: 'ef', expiresAt });
      createPersons(state).set('totp', 'member', 0);
      devices.revoke('shut', now.getTime());
      devices.markSeen('live', 1000);
    });
    const ran = await pki(folders, ['list', '--json'], now);
    expect(ran).toMatchObject({ code: 0, err: [] });
    const listed = JSON.parse(ran.out.join('\n'));
    expect(listed[0]).toEqual({
      name: 'live',
      person: 'live',
      role: 'member',
      status: 'live',
      fingerprint: 'ab',
      serial: '41',
      issuedAt: '1970-01-01T00:00:00.000Z',
      expiresAt: '2026-11-24T12:00:00.001Z',
      revokedAt: null,
      lastSeenAt: '1970-01-01T00:00:01.000Z',
    });
    expect(listed.map(({ status }: { status: string }) => status)).toEqual([
      'live',
      'expired',
      'revoked',
      'no certificate',
    ]);
    const table = (await pki(folders, ['list'], now)).out;
    expect(table).toEqual([
      'NAME  WHOSE  ROLE    STATUS          ISSUED      EXPIRES     REVOKED     LAST SEEN (UTC)',
      'live  live   member  live            1970-01-01  2026-11-24  -           1970-01-01 00:00',
      'over  over   member  expired         1970-01-01  2026-11-24  -           -',
      'shut  shut   member  revoked         1970-01-01  2026-11-24  2026-11-24  -',
      'totp  totp   member  no certificate  1970-01-01  -           -           -',
    ]);
  });

  it('is an empty array while there are none', async () => {
    expect(await pki(folders, ['list', '--json'])).toEqual({ code: 0, out: ['[]'], err: [] });
    expect((await pki(folders, ['list'])).err.join()).toMatch(/no devices yet/);
  });
});

describe('a command that is not understood', () => {
  it.each([
    [[], /say what to do/],
    [['dance'], /no command "dance"/],
    [['issue'], /takes the name of a device/],
    [['issue', 'Tom', 'phone'], /one name; quote it/],
    [['issue', 'x', '--role', 'boss'], /admin, member or guest, not "boss"/],
    [['issue', 'x', '--days', '1e3'], /--days takes a number/],
    [['issue', 'x', '--json'], /--json/],
    [['list', 'x'], /x/],
    [['server'], /at least one name or address/],
    [['init', 'hub.example.org'], /write --name before/],
    [['init', '--ask-root-passphrase', '--root-passphrase-file', 'x'], /not both/],
    [['rotate'], /--admin NAME/],
    [['rotate', 'desk'], /desk/],
    [['detach-root'], /one new folder/],
    [['detach-root', 'a', 'b'], /one new folder/],
    [['export-crl', 'a', 'b'], /one file/],
    [['list', '--data'], /--data takes a path/],
    [['--config=', 'list'], /--config takes a path/],
  ])(
    '%j is answered with what is wrong and the examples, and does nothing',
    async (args, fault) => {
      const fresh = emptyFolders();
      const ran = await pki(fresh, args);
      expect(ran).toMatchObject({ code: 2, out: [] });
      expect(ran.err.join()).toMatch(fault);
      expect(ran.err.join()).toContain('npm run pki -- issue "Tom\'s phone"');
      expect(existsSync(fresh.folder)).toBe(false);
      fresh.remove();
    },
  );

  it('is asked for with --help', async () => {
    const ran = await pki(folders, ['--help']);
    expect(ran).toMatchObject({ code: 0, err: [] });
    expect(ran.out.join()).toContain('npm run pki -- init');
  });
});
