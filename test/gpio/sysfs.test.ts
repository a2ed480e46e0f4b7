import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSysfsNumber } from '../../server/gpio/sysfs.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sec53-gpio-'));
  for (const file of ['export', 'unexport']) writeFileSync(join(root, file), '');
});

afterEach(() => rmSync(root, { recursive: true }));

function addChip(base: number, label: string, count: number): void {
  const folder = join(root, `gpiochip${base}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'base'), `${base}\n`);
  writeFileSync(join(folder, 'label'), `${label}\n`);
  writeFileSync(join(folder, 'ngpio'), `${count}\n`);
}

test.each([
  ['pinctrl-rp1', 571, 54],
  ['pinctrl-bcm2711', 512, 58],
  ['pinctrl-bcm2835', 458, 54],
])(
  'adds a BCM number to the base of %s, whatever other chips there are',
  async (label, base, count) => {
    addChip(500 + count * 4, 'raspberrypi-exp-gpio', 8);
    addChip(base, label, count);
    addChip(900, 'gpio-brcmstb@107d508500', 32);
    expect(await findSysfsNumber(0, { root })).toBe(base);
    expect(await findSysfsNumber(17, { root })).toBe(base + 17);
    expect(await findSysfsNumber(27, { root })).toBe(base + 27);
  },
);

test('on a Pi 5 takes the chip of the header before those that share the older name', async () => {
  addChip(512, 'pinctrl-bcm2835', 54);
  addChip(571, 'pinctrl-rp1', 54);
  expect(await findSysfsNumber(4, { root })).toBe(575);
});

test('takes a configured label instead of the known ones', async () => {
  addChip(512, 'pinctrl-bcm2711', 58);
  addChip(700, 'header', 28);
  expect(await findSysfsNumber(4, { root, labels: ['absent', 'header'] })).toBe(704);
});

test.each([28, -1, 1.5, 529, Number.NaN])('refuses %d, which is no BCM number', async line => {
  addChip(512, 'pinctrl-bcm2711', 58);
  await expect(findSysfsNumber(line, { root })).rejects.toMatchObject({
    name: 'LineError',
    code: 'ERANGE',
    line,
    message: expect.stringContaining('BCM numbers 0 to 27'),
  });
});

test('refuses a line that a small chip does not have', async () => {
  addChip(700, 'header', 8);
  await expect(findSysfsNumber(8, { root, labels: ['header'] })).rejects.toMatchObject({
    code: 'ERANGE',
    message: 'GPIO line 8: header has only the lines 0 to 7',
  });
});

test('names the chips that it found when none is the header', async () => {
  addChip(0, 'INT33FF:00', 98);
  await expect(findSysfsNumber(17, { root })).rejects.toMatchObject({
    code: 'ENOCHIP',
    message: expect.stringMatching(/pinctrl-rp1, .* which has INT33FF:00/),
  });
});

test('names the other driver when the kernel has no sysfs for GPIO', async () => {
  await expect(findSysfsNumber(17, { root: join(root, 'absent') })).rejects.toMatchObject({
    code: 'ENOSYSFS',
    line: 17,
    message: expect.stringContaining('set sensors.driver to gpiod'),
  });
});
