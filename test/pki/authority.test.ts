import { X509Certificate } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, hasAuthority } from '../../pki/authority.ts';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { issueDevice } from '../../pki/issue-device.ts';
import { issueServer } from '../../pki/issue-server.ts';
import { copyFolders, createFixture, emptyFolders, type Folders } from './authority-fixture.ts';
import { openssl } from './openssl.ts';

let fixture: Folders;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.remove());

const read = (name: string) => new X509Certificate(readFileSync(join(fixture.folder, name)));

function textOf(name: string): string {
  return openssl(['x509', '-in', join(fixture.folder, name), '-noout', '-text']);
}

describe('a new authority', () => {
  it('has a root that may sign issuers, and only for names and addresses at home', () => {
    const root = read('root.pem');
    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    const text = textOf('root.pem');
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:1/);
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
    const permitted = /Name Constraints: critical\s+Permitted:([\s\S]*?)X509v3/.exec(text)?.[1];
    expect(permitted?.trim().split(/\s*\n\s*/)).toEqual([
      'DNS:local',
      'DNS:localhost',
      'DNS:home.arpa',
      'DNS:sec53.local',
      'DNS:hub.example.org',
      'IP:10.0.0.0/255.0.0.0',
      'IP:100.64.0.0/255.192.0.0',
      'IP:127.0.0.0/255.0.0.0',
      'IP:169.254.0.0/255.255.0.0',
      'IP:172.16.0.0/255.240.0.0',
      'IP:192.168.0.0/255.255.0.0',
      'IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF',
      'IP:FC00:0:0:0:0:0:0:0/FE00:0:0:0:0:0:0:0',
      'IP:FE80:0:0:0:0:0:0:0/FFC0:0:0:0:0:0:0:0',
    ]);
  });

  it.each([
    ['server-issuer.pem', 'TLS Web Server Authentication'],
    ['client-issuer.pem', 'TLS Web Client Authentication'],
  ])('has in %s an issuer for %s alone, signed by the root', (file, purpose) => {
    const [issuer, root] = [read(file), read('root.pem')];
    expect(issuer.checkIssued(root)).toBe(true);
    expect(issuer.verify(root.publicKey)).toBe(true);
    const text = textOf(file);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(/Extended Key Usage:\s+(.*)/.exec(text)?.[1]).toBe(purpose);
  });

  it('keeps everything to its user, and every key encrypted', () => {
    expect(statSync(fixture.folder).mode & 0o777).toBe(0o700);
    for (const entry of readdirSync(fixture.folder, { withFileTypes: true })) {
      const { mode } = statSync(join(fixture.folder, entry.name));
      expect([entry.name, mode & 0o777]).toEqual([entry.name, entry.isFile() ? 0o600 : 0o700]);
      if (!entry.name.endsWith('.key')) continue;
      const pem = readFileSync(join(fixture.folder, entry.name), 'utf8');
      expect(pem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    }
  });

  it('is valid an hour back, for clocks that are slow, and for twenty years', async () => {
    const folders = emptyFolders();
    const now = new Date('2026-03-29T01:30:00.500Z');
    await createAuthority(folders.folder, { names: [], now });
    const root = new X509Certificate(readFileSync(join(folders.folder, 'root.pem')));
    expect(new Date(root.validFrom).toISOString()).toBe('2026-03-29T00:30:00.000Z');
    expect(new Date(root.validTo).toISOString()).toBe('2046-03-24T00:30:00.000Z');
    folders.remove();
  });

  it('still issues when its root key has left the machine', async () => {
    const { folder, remove } = copyFolders(fixture);
    rmSync(join(folder, 'root.key'));
    await issueServer(folder, { hosts: ['sec53.local'] });
    await issueDevice(folder, { name: 'desk', role: 'member' });
    expect(readEdgeMaterial(folder).clientCa).toHaveLength(2);
    remove();
  });
});

describe('making an authority', () => {
  it('is refused where there is one, which stays as it is', async () => {
    const before = readFileSync(join(fixture.folder, 'root.pem'), 'utf8');
    await expect(createAuthority(fixture.folder, { names: [] })).rejects.toThrow(
      /there is an authority in .*pki.*move that folder away/,
    );
    expect(readFileSync(join(fixture.folder, 'root.pem'), 'utf8')).toBe(before);
    expect(readdirSync(fixture.dataFolder)).toEqual(['pki']);
  });

  it('is refused in a folder that holds something else', async () => {
    const { folder, remove } = emptyFolders();
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes'), '');
    await expect(createAuthority(folder, { names: [] })).rejects.toThrow(/no authority \(notes\)/);
    expect(hasAuthority(folder)).toBe(false);
    remove();
  });

  it('leaves one when two are made at once, and refuses the other', async () => {
    const { dataFolder, folder, remove } = emptyFolders();
    const made = await Promise.allSettled([
      createAuthority(folder, { names: [] }),
      createAuthority(folder, { names: [] }),
    ]);
    const refused = made.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([
      {
        status: 'rejected',
        reason: expect.objectContaining({
          message: expect.stringMatching(/^there is an authority/),
        }),
      },
    ]);
    await issueServer(folder, { hosts: ['sec53.local'] });
    expect(readdirSync(dataFolder)).toEqual(['pki']);
    remove();
  });

  it('begins afresh after it was killed, and deletes the keys left behind', async () => {
    const { dataFolder, folder, remove } = emptyFolders();
    // No process has this number: it is beyond the kernel's greatest.
    const left = join(dataFolder, '.building-4194305-0123456789ab');
    mkdirSync(left);
    writeFileSync(join(left, 'root.pem'), 'half');
    expect(hasAuthority(folder)).toBe(false);
    await createAuthority(folder, { names: [] });
    expect(hasAuthority(folder)).toBe(true);
    expect(existsSync(left)).toBe(false);
    remove();
  });

  it('leaves what a running process builds alone', async () => {
    const { dataFolder, folder, remove } = emptyFolders();
    const others = join(dataFolder, `.building-${process.ppid}-0123456789ab`);
    mkdirSync(others);
    await createAuthority(folder, { names: [] });
    expect(existsSync(others)).toBe(true);
    remove();
  });

  it('is refused while the clock is in the past, and makes nothing', async () => {
    const { dataFolder, folder, remove } = emptyFolders();
    const made = createAuthority(folder, { names: [], now: new Date(0) });
    await expect(made).rejects.toThrow(/the clock says 1970.*timedatectl/);
    expect(readdirSync(dataFolder)).toEqual([]);
    remove();
  });

  it('covers an address that was named, and that one alone', async () => {
    const { folder, remove } = emptyFolders();
    await createAuthority(folder, { names: ['203.0.113.5', '2001:db8::5'] });
    await issueServer(folder, { hosts: ['203.0.113.5', '2001:db8:0::5'] });
    const others = issueServer(folder, { hosts: ['203.0.113.6', '2001:db8::6'] });
    await expect(others).rejects.toThrow(/may not certify 203\.0\.113\.6, 2001:db8::6/);
    remove();
  });

  it('is refused for what is no host', async () => {
    const { folder, remove } = emptyFolders();
    const made = createAuthority(folder, { names: ['https://sec53.local'] });
    await expect(made).rejects.toThrow(/no host name/);
    remove();
  });

  it('says where it cannot write', async () => {
    const { dataFolder, remove } = emptyFolders();
    writeFileSync(join(dataFolder, 'file'), '');
    const made = createAuthority(join(dataFolder, 'file', 'pki'), { names: [] });
    await expect(made).rejects.toThrow(/cannot .*file.*SEC53_DATA/);
    remove();
  });
});
