import type { RunTool } from './run-tool.ts';

/** A pin as the board itself has it, whoever set it. */
export interface Pin {
  line: number;
  /** `none`: nothing is chosen, as on a Pi 5 at first; `alternate`: I2C, SPI, a serial line and the like. */
  use: 'input' | 'output' | 'alternate' | 'none';
  /** Undefined where the tool does not say. */
  bias: 'none' | 'pull-up' | 'pull-down' | undefined;
  /** Before `activeLow`. */
  level: 0 | 1 | undefined;
}

const pulls: Record<string, Pin['bias']> = {
  ...{ pu: 'pull-up', pd: 'pull-down', pn: 'none' },
  ...{ UP: 'pull-up', DOWN: 'pull-down', NONE: 'none' },
};

/** `17: ip    pu | hi // GPIO17 = input`, `6: op dl pn | lo // GPIO6 = output` */
const pinctrlLine = /^\s*(\d+): (\S+)\s+(?:\S+\s+)?(\S+) \| (\S+) \/\//;
/** `GPIO 17: level=1 fsel=0 func=INPUT pull=UP` */
const raspiLine = /^GPIO (\d+): level=([01]).*? func=(\S+)(?: pull=(\S+))?/;

/** What `pinctrl get` or, on older systems, `raspi-gpio get` says. */
export function parsePins(text: string): Pin[] {
  return text.split('\n').flatMap((said): Pin[] => {
    const [pinctrl, line, use = '', pull = '', level] = pinctrlLine.exec(said) ?? [];
    if (pinctrl !== undefined) {
      return [{ line: Number(line), use: useOf(use), bias: pulls[pull], level: levelOf(level) }];
    }
    const [raspi, older, bit, name = '', resistor = ''] = raspiLine.exec(said) ?? [];
    if (raspi === undefined) return [];
    return [{ line: Number(older), use: useOf(name), bias: pulls[resistor], level: levelOf(bit) }];
  });
}

function useOf(word: string): Pin['use'] {
  if (word === 'ip' || word === 'INPUT') return 'input';
  if (word === 'op' || word === 'OUTPUT') return 'output';
  return word === 'no' ? 'none' : 'alternate';
}

function levelOf(word: string | undefined): Pin['level'] {
  if (word === 'hi' || word === '1') return 1;
  return word === 'lo' || word === '0' ? 0 : undefined;
}

/**
 * Looks at lines without taking them, so that it may be done while the hub holds them. Empty when no tool for it
 * is there.
 */
export async function readPins(run: RunTool, lines: readonly number[]): Promise<Map<number, Pin>> {
  if (lines.length === 0) return new Map();
  const args = ['get', lines.join(',')];
  const text = (await run('pinctrl', args)) ?? (await run('raspi-gpio', args)) ?? '';
  return new Map(parsePins(text).map(pin => [pin.line, pin]));
}

/** The chips behind the header, as the kernel labels them: Pi 5, Pi 4, and the Pis before. */
const headerChips = /pinctrl-(rp1|bcm2711|bcm2835)/;

/** Who holds which line, by what `gpioinfo` of either version says. */
export function parseConsumers(text: string): Map<number, string> {
  const consumers = new Map<number, string>();
  for (const line of text.split('\n')) {
    const number = Number(/^\s*line\s+(\d+):/.exec(line)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) continue;
    const newer = /consumer="?([^"\s]+)"?/.exec(line)?.[1];
    // Its second word is the consumer: "sec53" in quotes, or kernel, or unused.
    const older = /:\s+(?:"[^"]*"|unnamed)\s+(?:"([^"]*)"|(kernel))/.exec(line);
    const consumer = newer ?? older?.[1] ?? older?.[2];
    if (consumer !== undefined) consumers.set(number, consumer);
  }
  return consumers;
}

/** Empty without libgpiod's tools, or a header. */
export async function readConsumers(run: RunTool): Promise<Map<number, string>> {
  const chips = (await run('gpiodetect', [])) ?? '';
  const chip = chips.split('\n').find(line => headerChips.test(line));
  const name = chip?.split(' ')[0];
  if (name === undefined) return new Map();
  const text = (await run('gpioinfo', ['--chip', name])) ?? (await run('gpioinfo', [name]));
  return parseConsumers(text ?? '');
}
