import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createW1Reader } from '../../server/gpio/w1.ts';

const device = '28-0000000d5101';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sec53-w1-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function show(file: string, text: string): void {
  mkdirSync(join(root, device), { recursive: true });
  writeFileSync(join(root, device, file), text);
}
const read = () => createW1Reader(root)(device);

it.each([
  ['21625\n', 21.625],
  ['-1250\n', -1.25],
  ['0\n', 0],
])('reads %j as %d °C', async (text, celsius) => {
  show('temperature', text);
  expect(await read()).toBe(celsius);
});

it.each([
  ['57 YES', '57 01 4b 46 7f ff 09 10 57 t=21625', 21.625],
  ['2a YES', 'f0 ff 4b 46 7f ff 10 10 2a t=-1000', -1],
])('reads an old kernel’s file of %s', async (crc, second, celsius) => {
  show('w1_slave', `57 01 4b 46 7f ff 09 10 57 : crc=${crc}\n${second}\n`);
  expect(await read()).toBe(celsius);
});

it('takes an empty file for a thermometer that does not answer, never for 0 °C', async () => {
  show('temperature', '');
  await expect(read()).rejects.toThrow(/does not answer: check its three wires, and the pull-up/);
  rmSync(join(root, device, 'temperature'));
  show('w1_slave', '');
  await expect(read()).rejects.toThrow(/does not answer/);
});

it.each([
  ['temperature', 'twenty\n'],
  ['w1_slave', '57 01 4b 46 7f ff 09 10 57 : crc=57 NO\n57 01 4b 46 7f ff 09 10 57 t=21625\n'],
])('believes no wrong checksum, and no nonsense, of %s', async (file, text) => {
  show(file, text);
  await expect(read()).rejects.toThrow(/checksum is wrong/);
});

it('says whether it is the thermometer that is missing, or the bus', async () => {
  await expect(read()).rejects.toThrow(/write dtoverlay=w1-gpio into/);
  mkdirSync(join(root, '28-000000000001'));
  await expect(read()).rejects.toThrow(/28-0000000d5101: it is not on the bus: check its three/);
});

it('names the system’s own words when it cannot read', async () => {
  mkdirSync(join(root, device, 'temperature'), { recursive: true });
  await expect(read()).rejects.toThrow(/EISDIR.*check its three wires/);
});
