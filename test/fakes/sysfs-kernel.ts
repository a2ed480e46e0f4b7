import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Attributes = { direction: string; value: string; active_low: string; edge: string };

/** The kernel's GPIO files of a Pi 4, for outputs: what is written is done, and electrical levels are kept. */
export function createSysfsKernel() {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-sysfs-'));
  const root = join(folder, 'gpio');
  const holders = join(folder, 'debug');
  mkdirSync(join(root, 'gpiochip512'), { recursive: true });
  for (const [file, text] of [
    ['gpiochip512/label', 'pinctrl-bcm2711'],
    ['gpiochip512/base', '512'],
    ['gpiochip512/ngpio', '58'],
    ['export', ''],
  ] as const) {
    writeFileSync(join(root, file), `${text}\n`);
  }
  /** What the wire was at, whenever it was driven anew or let go of (`-`). */
  const wires = new Map<number, string>();
  const exported = new Map<number, Attributes>();
  let refusal: NodeJS.ErrnoException | undefined;

  function show(number: number): void {
    const attributes = exported.get(number);
    if (!attributes) {
      rmSync(join(root, `gpio${number}`), { recursive: true });
      return;
    }
    mkdirSync(join(root, `gpio${number}`), { recursive: true });
    for (const [name, text] of Object.entries(attributes)) {
      writeFileSync(join(root, `gpio${number}`, name), `${text}\n`);
    }
  }
  function note(number: number, level: string): void {
    const seen = wires.get(number) ?? '';
    if (!seen.endsWith(level)) wires.set(number, seen + level);
  }
  function fail(code: string): never {
    throw Object.assign(new Error(`${code}: from the kernel`), { code });
  }

  return {
    place: {
      ...{ root, holders },
      async write(file: string, text: string) {
        if (refusal) throw refusal;
        const [name = ''] = /[a-z_]+$/.exec(file) ?? [];
        const number = Number(/gpio(\d+)\//.exec(file)?.[1] ?? text);
        const attributes = exported.get(number);
        if (name === 'export') {
          if (attributes) fail('EBUSY');
          exported.set(number, { direction: 'in', value: '0', active_low: '0', edge: 'none' });
        } else if (!attributes) fail('EINVAL');
        else if (name === 'unexport') {
          exported.delete(number);
          note(number, '-');
        } else if (name === 'edge') attributes.edge = text;
        else if (name === 'direction') {
          if (attributes.edge !== 'none') fail('EIO');
          const isHigh = text === 'high';
          attributes.direction = 'out';
          attributes.value = isHigh !== (attributes.active_low === '1') ? '1' : '0';
          note(number, isHigh ? '1' : '0');
        }
        show(number);
      },
    },
    /** A line as somebody left it. */
    leave(number: number, attributes: Partial<Attributes>) {
      const all = { direction: 'in', value: '0', active_low: '0', edge: 'none', ...attributes };
      exported.set(number, all);
      if (all.direction === 'out') note(number, all.value === all.active_low ? '0' : '1');
      show(number);
    },
    refuse(code: string, holder?: string) {
      refusal = Object.assign(new Error(`${code}: from the kernel`), { code });
      if (holder) writeFileSync(holders, ` gpio-517 (GPIO5               |${holder}   ) in  hi\n`);
    },
    wire: (number: number) => wires.get(number) ?? '',
    isExported: (number: number) => exported.has(number),
    direction: (number: number) =>
      readFileSync(join(root, `gpio${number}`, 'direction'), 'utf8').trim(),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
