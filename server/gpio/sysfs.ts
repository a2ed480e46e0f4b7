import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LineError } from './line.ts';

/** What the kernel calls the chip behind the header: Pi 5, Pi 4, and the Pis before. */
const headerLabels: readonly string[] = ['pinctrl-rp1', 'pinctrl-bcm2711', 'pinctrl-bcm2835'];

/** The header has BCM 0 to 27; the chip has more lines, which drive the board itself. */
const lastHeaderLine = 27;

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

export interface SysfsPlace {
  /** Where the kernel shows its GPIO. */
  root?: string;
  /** Labels of the chip to use, the most wanted first. */
  labels?: readonly string[];
}

/**
 * The number that sysfs has for a BCM line. It is asked of the kernel: a chip's base depends on the
 * kernel and on the order of its drivers.
 *
 * @throws LineError `ERANGE`, `ENOSYSFS` or `ENOCHIP`
 */
export async function findSysfsNumber(
  line: number,
  { root = '/sys/class/gpio', labels = headerLabels }: SysfsPlace = {},
): Promise<number> {
  if (!Number.isInteger(line) || line < 0 || line > lastHeaderLine) {
    throw new LineError(
      'ERANGE',
      line,
      `the header has the BCM numbers 0 to ${lastHeaderLine}; give the BCM number (17), not the pin's place (11) or the kernel's number (529)`,
    );
  }
  const chips = await readChips(root).catch((cause: unknown) => {
    throw new LineError(
      'ENOSYSFS',
      line,
      `this system shows no GPIO in ${root}: set sensors.driver to gpiod, or to simulated on a machine without a header`,
      { cause },
    );
  });
  const chip = labels
    .map(label => chips.find(each => each.label === label))
    .find(found => found !== undefined);
  if (chip === undefined) {
    const found = chips.map(({ label }) => label).join(', ') || 'no chip at all';
    throw new LineError(
      'ENOCHIP',
      line,
      `no chip of the header's (${labels.join(', ')}) is in ${root}, which has ${found}: is this a Raspberry Pi with its GPIO enabled?`,
    );
  }
  if (line >= chip.count) {
    throw new LineError('ERANGE', line, `${chip.label} has only the lines 0 to ${chip.count - 1}`);
  }
  return chip.base + line;
}
