import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { errorText } from '../../server/errors.ts';
import { findSysfsNumber } from '../../server/gpio/sysfs.ts';
import type { Facts } from './facts.ts';
import { fault, good, type Row, warning } from './row.ts';

const check = 'driver';
const groupFix =
  'add the hub’s user to the group: sudo usermod -aG gpio USER, then start the service again';

/** By which way the hub reaches the lines, and whether it may. */
export async function checkDriver(facts: Facts): Promise<Row[]> {
  const { config } = facts;
  if (!config) return [];
  const { driver } = config.sensors;
  if (driver === 'simulated' || driver === 'replay') {
    const fix = 'set sensors.driver to auto once the wires are there';
    return [warning(check, `${driver}: no real sensor is watched`, fix)];
  }
  const [sysfs, gpiod] = await Promise.all([lookAtSysfs(facts), lookAtGpiod(facts)]);
  if (driver === 'onoff') return [sysfs];
  if (driver === 'gpiod') return [gpiod];
  return [sysfs.state === 'good' ? sysfs : gpiod.state === 'good' ? gpiod : sysfs];
}

/** Whether the lines are reached by the files that cannot set a bias. */
export async function goesBySysfs(facts: Facts): Promise<boolean> {
  const driver = facts.config?.sensors.driver;
  return driver === 'onoff' || (driver === 'auto' && (await lookAtSysfs(facts)).state === 'good');
}

/** The kernel's older files, which onoff goes by. */
async function lookAtSysfs({ root }: Facts): Promise<Row> {
  const folder = join(root, 'sys/class/gpio');
  try {
    await findSysfsNumber(0, { root: folder });
  } catch (error) {
    const [, says = '', ...fix] = errorText(error).split(': ');
    return fault(check, `onoff: ${says}`, fix.join(': ') || 'set sensors.driver to gpiod');
  }
  if (!isWritable(join(folder, 'export'))) {
    return fault(check, 'onoff: this user may not use the kernel’s GPIO files', groupFix);
  }
  return good(check, 'onoff, by the kernel’s GPIO files');
}

/** The character devices, which libgpiod's tools go by. */
async function lookAtGpiod({ root, run }: Facts): Promise<Row> {
  const version = /v?(\d+\.\d+(?:\.\d+)?)/.exec((await run('gpiomon', ['--version'])) ?? '')?.[1];
  if (version === undefined) {
    return fault(check, 'gpiod: its tools are not installed', 'sudo apt install gpiod');
  }
  const chips = readdirSync(join(root, 'dev')).filter(name => /^gpiochip\d+$/.test(name));
  if (chips.length === 0) {
    return fault(check, 'gpiod: there is no /dev/gpiochip', 'is this a Raspberry Pi?');
  }
  if (!chips.some(chip => isWritable(join(root, 'dev', chip)))) {
    return fault(check, 'gpiod: this user may not use /dev/gpiochip', groupFix);
  }
  return good(check, `gpiod ${version}, by /dev/gpiochip`);
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
