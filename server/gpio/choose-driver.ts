import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../errors.ts';
import { dialectOf } from './gpiod-dialect.ts';
import { readVersion } from './gpiod-tools.ts';
import { completePlace, type SysfsPlace } from './sysfs.ts';

/** What of the kernel's GPIO this process can use. */
type Access = 'usable' | 'denied' | 'absent';

export interface GpioFacts {
  /** As `gpiomon --version` says it; undefined without the tools. */
  version: string | undefined;
  /** `/dev/gpiochip*`. */
  chips: Access;
  /** `/sys/class/gpio`. */
  sysfs: Access;
}

export interface Choice {
  driver: 'gpiod' | 'onoff';
  why: string;
}

/** Chooses between the two ways to the header. @throws Refusal with the fix when neither is open */
export function chooseDriver({ version, chips, sysfs }: GpioFacts): Choice {
  const isKnown = version !== undefined && dialectOf(version) !== undefined;
  if (isKnown && chips === 'usable') {
    return {
      driver: 'gpiod',
      why: `its tools are here (${version}), and /dev/gpiochip* is usable`,
    };
  }
  const trouble = isKnown ? troubleOf(chips, '/dev/gpiochip*') : toolTrouble(version);
  if (sysfs === 'usable') return { driver: 'onoff', why: `${trouble}; /sys/class/gpio is usable` };
  throw new Refusal(
    `sensors.driver: auto finds no GPIO: ${trouble}; ${troubleOf(sysfs, '/sys/class/gpio')}. ${fixFor(isKnown, chips, sysfs)}`,
  );
}

function toolTrouble(version: string | undefined): string {
  return version === undefined
    ? 'the tools of libgpiod are missing'
    : `the tools of libgpiod are of no known version (${version})`;
}

function troubleOf(access: Access, name: string): string {
  if (access === 'usable') return `${name} is usable`;
  return access === 'denied' ? `this user may not use ${name}` : `there is no ${name}`;
}

function fixFor(isKnown: boolean, chips: Access, sysfs: Access): string {
  if (chips === 'absent' && sysfs === 'absent') {
    return 'On a machine without a header set sensors.driver to simulated.';
  }
  if (chips === 'denied' || sysfs === 'denied') {
    return 'Add this user to the group with "sudo usermod -aG gpio USER", then sign in anew or start the service again.';
  }
  return isKnown
    ? 'Is this a Raspberry Pi?'
    : 'Install them: sudo apt-get install gpiod util-linux';
}

export interface FactPlace {
  environment: NodeJS.ProcessEnv;
  dev?: string | undefined;
  sysfs?: SysfsPlace | undefined;
}

export async function readGpioFacts({
  environment,
  dev = '/dev',
  sysfs = {},
}: FactPlace): Promise<GpioFacts> {
  const { root } = completePlace(sysfs);
  const chips = (await readdir(dev).catch(() => [])).filter(name => /^gpiochip\d+$/.test(name));
  const { R_OK, W_OK } = constants;
  const [version, sysfsAccess, ...chipAccess] = await Promise.all([
    readVersion(environment),
    look(join(root, 'export'), W_OK),
    ...chips.map(name => look(join(dev, name), R_OK | W_OK)),
  ]);
  const best = (['usable', 'denied'] as const).find(each => chipAccess.includes(each));
  return { version, chips: best ?? 'absent', sysfs: sysfsAccess };
}

async function look(file: string, mode: number): Promise<Access> {
  try {
    await access(file);
  } catch {
    return 'absent';
  }
  return access(file, mode).then(
    () => 'usable',
    () => 'denied',
  );
}
