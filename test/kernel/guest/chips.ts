import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const configFolder = '/sys/kernel/config/gpio-sim';
const sysfs = '/sys/class/gpio';

/** A chip of gpio-sim, seen from the side of its wires. */
export interface Chip {
  /** What is wired to the line pulls it up or down. */
  pull(line: number, level: 0 | 1): void;
  /** The file to write `pull-up` or `pull-down` into. */
  pullFile(line: number): string;
  /** What the wire is at, whoever drives it. */
  level(line: number): 0 | 1;
  /** The number that sysfs has for a line, found without the hub's own code. */
  sysfsNumber(line: number): number;
}

interface Bank {
  label: string;
  lines: number;
  /** Lines that the kernel itself keeps, by the name that it keeps them under. */
  hogs?: Record<number, string>;
}

const write = (file: string, text: string) => writeFileSync(file, text);
const read = (file: string) => readFileSync(file, 'utf8').trim();

/** Plugs in chips, in this order. */
export function plugIn(name: string, banks: readonly Bank[]): Chip[] {
  const device = join(configFolder, name);
  mkdirSync(device);
  for (const { label, lines, hogs = {} } of banks) {
    const folder = join(device, label);
    mkdirSync(folder);
    write(join(folder, 'num_lines'), String(lines));
    write(join(folder, 'label'), label);
    for (const [line, holder] of Object.entries(hogs)) {
      const hog = join(folder, `line${line}`, 'hog');
      mkdirSync(hog, { recursive: true });
      write(join(hog, 'name'), holder);
      write(join(hog, 'direction'), 'input');
    }
  }
  write(join(device, 'live'), '1');
  const platform = join('/sys/devices/platform', read(join(device, 'dev_name')));
  return banks.map(({ label }) => {
    const chip = join(platform, read(join(device, label, 'chip_name')));
    const file = (line: number, what: string) => join(chip, `sim_gpio${line}`, what);
    return {
      pullFile: line => file(line, 'pull'),
      pull: (line, level) => write(file(line, 'pull'), level ? 'pull-up' : 'pull-down'),
      level: line => (read(file(line, 'value')) === '1' ? 1 : 0),
      sysfsNumber: line => baseOf(label) + line,
    };
  });
}

function baseOf(label: string): number {
  const folder = readdirSync(sysfs).find(
    name => /^gpiochip\d+$/.test(name) && read(join(sysfs, name, 'label')) === label,
  );
  if (folder === undefined) throw new Error(`sysfs shows no chip ${label}`);
  return Number(read(join(sysfs, folder, 'base')));
}

/** Sysfs, as another program uses it. */
export const foreign = {
  export: (number: number) => write(join(sysfs, 'export'), String(number)),
  unexport: (number: number) => write(join(sysfs, 'unexport'), String(number)),
  set: (number: number, what: 'direction' | 'edge' | 'value', to: string) =>
    write(join(sysfs, `gpio${number}`, what), to),
};
