import { access, constants, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkHeaderLine, headerLabels, pickHeader } from './header.ts';
import { LineError } from './line.ts';

export interface SysfsPlace {
  /** Where the kernel shows its GPIO. */
  root?: string | undefined;
  /** Labels of the chip to use, the most wanted first. */
  labels?: readonly string[] | undefined;
  /** Where the kernel tells root who holds a line. */
  holders?: string | undefined;
  /** Writes to one of the kernel's files; for a test that plays the kernel. */
  write?: ((file: string, text: string) => Promise<void>) | undefined;
}

/** Opens for writing alone: the kernel lets nobody read some of these files, and nobody make new ones. */
const writeToKernel = (file: string, text: string) =>
  writeFile(file, text, { flag: constants.O_WRONLY });

/** A place with everything named. */
export function completePlace({
  root = '/sys/class/gpio',
  labels = headerLabels,
  holders = '/sys/kernel/debug/gpio',
  write = writeToKernel,
}: SysfsPlace) {
  return { root, labels, holders, write };
}

interface Chip {
  label: string;
  base: number;
  count: number;
}

async function readChips(root: string): Promise<Chip[]> {
  const names = (await readdir(root)).filter(name => /^gpiochip\d+$/.test(name));
  return Promise.all(
    names.map(async name => {
      const [label = '', base, count] = await Promise.all(
        ['label', 'base', 'ngpio'].map(async file =>
          (await readFile(join(root, name, file), 'utf8')).trim(),
        ),
      );
      return { label, base: Number(base), count: Number(count) };
    }),
  );
}

/**
 * The number that sysfs has for a BCM line.
 *
 * @throws LineError `ERANGE`, `ENOSYSFS` or `ENOCHIP`
 */
export async function findSysfsNumber(line: number, place: SysfsPlace = {}): Promise<number> {
  const { root, labels } = completePlace(place);
  checkHeaderLine(line);
  const chips = await readChips(root).catch((cause: unknown) => {
    throw new LineError(
      'ENOSYSFS',
      line,
      `this system shows no GPIO in ${root}: set sensors.driver to gpiod, or to simulated on a machine without a header`,
      { cause },
    );
  });
  return pickHeader(line, chips, labels, root).base + line;
}

/** Whether somebody has exported the line, this hub included. */
export async function isExported(number: number, place: SysfsPlace): Promise<boolean> {
  return access(join(completePlace(place).root, `gpio${number}`)).then(
    () => true,
    () => false,
  );
}

/**
 * Gives a line back that a crash, or another program, left exported.
 *
 * @throws the kernel's error
 */
export async function unexport(number: number, place: SysfsPlace): Promise<void> {
  const { root, write } = completePlace(place);
  if (await isExported(number, place)) await write(join(root, 'unexport'), String(number));
}
