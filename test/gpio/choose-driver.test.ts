import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseDriver, type GpioFacts, readGpioFacts } from '../../server/gpio/choose-driver.ts';
import { openGpio } from '../../server/gpio/open-gpio.ts';
import { createGpiodKernel } from '../fakes/gpiod-kernel.ts';

const all: GpioFacts = {
  ...{ version: 'gpiomon (libgpiod) v2.2.1', chips: 'usable', sysfs: 'usable' },
};

test.each<[string, Partial<GpioFacts>, 'gpiod' | 'onoff', RegExp]>([
  ['all is there', {}, 'gpiod', /v2\.2\.1/],
  ['the kernel has no sysfs', { sysfs: 'absent' }, 'gpiod', /tools are here/],
  ['the tools are missing', { version: undefined }, 'onoff', /tools of libgpiod are missing/],
  ['the tools are unknown', { version: 'gpiomon v9.1' }, 'onoff', /no known version/],
  ['the chips are forbidden', { chips: 'denied' }, 'onoff', /may not use \/dev\/gpiochip\*/],
])('where %s', (_, facts, driver, why) => {
  expect(chooseDriver({ ...all, ...facts })).toEqual({ driver, why: expect.stringMatching(why) });
});

test.each<[Partial<GpioFacts>, RegExp]>([
  [{ version: undefined, sysfs: 'absent' }, /sudo apt-get install gpiod/],
  [{ chips: 'denied', sysfs: 'absent' }, /sudo usermod -aG gpio/],
  [{ version: undefined, chips: 'denied', sysfs: 'denied' }, /sudo usermod -aG gpio/],
  [{ chips: 'absent', sysfs: 'absent' }, /set sensors.driver to simulated/],
])('without a way to the header %o is refused with the fix', (facts, fix) => {
  expect(() => chooseDriver({ ...all, ...facts })).toThrow(fix);
});

test('reads what is there, and says in one line why it chose', async () => {
  const kernel = createGpiodKernel('1.6.3');
  const folder = mkdtempSync(join(tmpdir(), 'sec53-choose-'));
  const place = {
    environment: kernel.environment,
    ...{ dev: join(folder, 'dev'), sysfs: { root: join(folder, 'sys') } },
  };
  expect(await readGpioFacts(place)).toMatchObject({ chips: 'absent', sysfs: 'absent' });
  mkdirSync(place.dev);
  mkdirSync(place.sysfs.root);
  writeFileSync(join(place.dev, 'gpiochip0'), '');
  writeFileSync(join(place.sysfs.root, 'export'), '');
  chmodSync(join(place.sysfs.root, 'export'), 0o200);
  expect(await readGpioFacts(place)).toEqual({
    ...{ version: 'gpiomon (libgpiod) v1.6.3', chips: 'usable', sysfs: 'usable' },
  });
  const logged: unknown[] = [];
  const log = { info: (...words: unknown[]) => logged.push(words), warn: () => undefined };
  await openGpio('auto', { ...place, log });
  expect(logged).toEqual([
    ['the GPIO driver is chosen', expect.objectContaining({ driver: 'gpiod' })],
  ]);
  kernel.remove();
  rmSync(folder, { recursive: true });
});

test('a simulated house touches no wire', async () => {
  const log = { info: () => undefined, warn: () => undefined };
  const { openOutput } = await openGpio('simulated', { environment: {}, log });
  await expect(openOutput({ line: 5, activeLow: false })).rejects.toMatchObject({
    code: 'ENODRIVER',
  });
});
