import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareVapidKeys } from '../../server/notify/vapid.ts';
import { makeVapidKeys } from '../fakes/vapid-keys.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-vapid-'));
  file = join(folder, 'push-keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes keys once, for the owner’s eyes only', async () => {
  const keys = await prepareVapidKeys(folder);
  expect([keys.publicKey.length, keys.privateKey.length]).toEqual([87, 43]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await prepareVapidKeys(folder)).toEqual(keys);
});

const { publicKey } = makeVapidKeys();
const { privateKey } = makeVapidKeys();

it.each([
  ['nothing', ''],
  ['half of it', '{"publicKey": "BA'],
  ['keys that do not belong together', JSON.stringify({ publicKey, privateKey })],
  ['no keys', JSON.stringify({ publicKey: '', privateKey: '' })],
  ['a shorter private key', JSON.stringify({ publicKey, privateKey: privateKey.slice(2) })],
])('refuses a file that holds %s, and leaves it as it is', async (_, text) => {
  writeFileSync(file, text);
  await expect(prepareVapidKeys(folder)).rejects.toThrow(
    `${file} is damaged. Restore it from the backup of the data folder`,
  );
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it.skipIf(process.geteuid?.() === 0)('refuses a file that it cannot read', async () => {
  writeFileSync(file, '');
  chmodSync(file, 0);
  await expect(prepareVapidKeys(folder)).rejects.toThrow(`cannot read ${file}`);
});
