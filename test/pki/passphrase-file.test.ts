import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { issueDevice } from '../../pki/issue-device.ts';
import { issueServer } from '../../pki/issue-server.ts';
import { copyFolders, createFixture, type Folders } from './authority-fixture.ts';
import { openssl } from './openssl.ts';

let fixture: Folders;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.remove());

describe('the passphrase file', () => {
  it('opens the keys for openssl too', () => {
    const key = join(fixture.folder, 'client-issuer.key');
    const passphrase = join(fixture.folder, 'passphrase');
    expect(openssl(['pkey', '-in', key, '-passin', `file:${passphrase}`, '-pubout'])).toContain(
      'PUBLIC KEY',
    );
  });

  it.each([
    ['does not fit', 'wrong\n', /cannot open .*\.key: the passphrase in .*passphrase does not fit/],
    ['is empty', '\n', /passphrase is empty.*backup/],
    ['is missing', null, /cannot read .*passphrase: it is missing.*backup/],
  ])('is named when it %s', async (_, content, message) => {
    const { folder, remove } = copyFolders(fixture);
    if (content === null) rmSync(join(folder, 'passphrase'));
    else writeFileSync(join(folder, 'passphrase'), content);
    const device = issueDevice(folder, { name: 'desk', role: 'member' });
    await expect(device).rejects.toThrow(message);
    await expect(issueServer(folder, { hosts: ['sec53.local'] })).rejects.toThrow(message);
    expect(() => readEdgeMaterial(folder)).toThrow(message);
    expect(readdirSync(join(folder, 'devices'))).toEqual([]);
    remove();
  });
});
