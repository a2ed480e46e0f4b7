import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCrl } from '../../pki/crl.ts';
import { readIssuer } from '../../pki/issuer.ts';
import { copyFolders, createFixture, type Folders } from './authority-fixture.ts';
import { deviceOf, pki } from './command.ts';
import { openssl } from './openssl.ts';

let folders: Folders;
const now = new Date();
beforeAll(async () => {
  folders = await createFixture();
  for (const name of ['in', 'out']) await pki(folders, ['issue', name]);
  // The file of a device goes with it.
  pemOfOut = readFileSync(path('devices', 'out', 'out.pem'), 'utf8');
  await pki(folders, ['revoke', 'out'], now);
});
afterAll(() => folders.remove());

let pemOfOut: string;
const path = (...parts: string[]) => join(folders.folder, ...parts);

function textOf(crl: string): string {
  const file = join(folders.dataFolder, 'text.crl');
  writeFileSync(file, crl);
  return openssl(['crl', '-in', file, '-noout', '-text']);
}

/** Whether openssl takes a device's certificate when it goes by the list. */
function verify(pem: string, crlFile: string): string {
  const leaf = join(folders.dataFolder, 'leaf.pem');
  writeFileSync(leaf, pem);
  const chain = ['-CAfile', path('root.pem'), '-untrusted', path('client-issuer.pem')];
  return openssl(['verify', ...chain, '-CRLfile', crlFile, '-crl_check', leaf]);
}

describe('export-crl', () => {
  it('writes a list of the revoked devices that openssl verifies and goes by', async () => {
    const file = join(folders.dataFolder, 'sec53.crl');
    expect(await pki(folders, ['export-crl', file], now)).toMatchObject({ code: 0, out: [] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const issuer = path('client-issuer.pem');
    expect(() => openssl(['crl', '-in', file, '-noout', '-CAfile', issuer])).not.toThrow();
    expect(() =>
      openssl(['crl', '-in', file, '-noout', '-CAfile', path('server-issuer.pem')]),
    ).toThrow(/issuer certificate/);
    expect(verify(readFileSync(path('devices', 'in', 'in.pem'), 'utf8'), file)).toMatch(/OK$/m);
    expect(() => verify(pemOfOut, file)).toThrow(/certificate revoked/);
  });

  it('says who signed it, when, until when, and in which order', async () => {
    const ran = await pki(folders, ['export-crl'], now);
    const text = textOf(`${ran.out.join('\n')}\n`);
    expect(ran.err).toEqual([]);
    expect(text).toContain('Version 2 (0x1)');
    expect(text.match(/Signature Algorithm: (.*)/g)).toEqual(
      Array(2).fill('Signature Algorithm: sha256WithRSAEncryption'),
    );
    const at = (label: string) => Date.parse(new RegExp(`${label}: (.*)`).exec(text)?.[1] ?? '');
    const second = Math.floor(now.getTime() / 1000) * 1000;
    expect(at('Last Update')).toBe(second);
    expect(at('Next Update')).toBe(second + 30 * 86_400_000);
    expect(at('Revocation Date')).toBe(second);
    const serial = (await deviceOf(folders, 'out'))?.serial?.toUpperCase();
    expect(text.match(/Serial Number: .*/g)).toEqual([`Serial Number: ${serial}`]);
    const issuer = openssl([
      'x509',
      '-in',
      path('client-issuer.pem'),
      '-noout',
      '-ext',
      'subjectKeyIdentifier',
    ]);
    const keyIdentifier = /([0-9A-F]{2}:){19}[0-9A-F]{2}/.exec(issuer)?.[0];
    expect(/Authority Key Identifier:\s+(?:keyid:)?(\S+)/.exec(text)?.[1]).toBe(keyIdentifier);
    expect(/CRL Number:\s+(\d+)/.exec(text)?.[1]).toBe(String(now.getTime()));
  });

  it('goes on listing certificates that were replaced, and devices that came back', async () => {
    const other = copyFolders(folders);
    const old = readFileSync(path('devices', 'in', 'in.pem'), 'utf8');
    await pki(other, ['renew', 'in']);
    await pki(other, ['issue', 'out']);
    const file = join(other.dataFolder, 'sec53.crl');
    await pki(other, ['export-crl', file]);
    for (const pem of [old, pemOfOut]) expect(() => verify(pem, file)).toThrow(/revoked/);
    for (const name of ['in', 'out']) {
      const pem = readFileSync(join(other.folder, 'devices', name, `${name}.pem`), 'utf8');
      expect(verify(pem, file)).toMatch(/OK$/m);
    }
    other.remove();
  });

  it('grows its number from list to list', async () => {
    const numberAt = async (time: number) => {
      const ran = await pki(folders, ['export-crl'], new Date(time));
      return Number(/CRL Number:\s+(\d+)/.exec(textOf(`${ran.out.join('\n')}\n`))?.[1]);
    };
    expect(await numberAt(now.getTime() + 1)).toBeGreaterThan(await numberAt(now.getTime()));
  });

  it('says where it cannot write', async () => {
    const ran = await pki(folders, ['export-crl', '/nowhere/sec53.crl']);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err.join()).toMatch(/cannot write \/nowhere\/sec53\.crl: .*missing/);
  });
});

describe('a list', () => {
  const list = (revoked: Parameters<typeof createCrl>[1], at: Date) =>
    textOf(createCrl(readIssuer(folders.folder, 'client-issuer'), revoked, at));

  it('may be empty', () => {
    expect(list([], now)).toContain('No Revoked Certificates.');
  });

  it('goes on in 2050, when dates are written in another way', () => {
    const text = list(
      [{ serial: '41', retiredAt: Date.UTC(2051, 0) }],
      new Date(Date.UTC(2049, 11, 20)),
    );
    expect(text).toMatch(/Last Update: Dec 20 .* 2049 GMT/);
    expect(text).toMatch(/Next Update: Jan 19 .* 2050 GMT/);
    expect(text).toMatch(/Revocation Date: Jan {2}1 .* 2051 GMT/);
  });
});
