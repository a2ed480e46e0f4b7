import type { LineOptions } from './line.ts';

/** What one of the two command lines of libgpiod's tools looks like. Lines are offsets on a chip; levels are electrical. */
export interface Dialect {
  /** A program that holds a line says so on its first line of output. */
  readonly hasBanner: boolean;
  get(chip: string, options: LineOptions): string[];
  monitor(chip: string, options: LineOptions): string[];
  /** Until it is stopped. */
  hold(chip: string, line: number, level: 0 | 1): string[];
  /** Ends by itself. */
  setOnce(chip: string, line: number, level: 0 | 1): string[];
  /** Ends by itself, after so many milliseconds: version 2 at the other level, version 1 by letting go. */
  pulse(chip: string, line: number, level: 0 | 1, ms: number): string[];
  info(chip: string, line: number): string[];
  /** What `gpioinfo` says of who holds the line: `undefined` when nobody does. */
  readHolder(output: string, line: number): string | undefined;
  /** The number of a rising edge, and of a falling one. */
  readonly edges: { readonly rising: string; readonly falling: string };
}

/** What the hub's own holders are called in `gpioinfo`. */
const consumer = 'sec53';

/** Version 1, as in Debian 12. It names what holds a line after its program. */
const first: Dialect = {
  hasBanner: false,
  get: (chip, { line, bias }) => [...biasOf(bias), chip, `${line}`],
  monitor: (chip, { line, bias }) => [
    ...['--line-buffered', '--format=%o %e %s %n', ...biasOf(bias), chip, `${line}`],
  ],
  // Waits for a key: the end of its input, which a dead hub leaves it, is as good as one.
  hold: (chip, line, level) => ['--mode=wait', chip, `${line}=${level}`],
  setOnce: (chip, line, level) => ['--mode=exit', chip, `${line}=${level}`],
  pulse: (chip, line, level, ms) => [
    ...['--mode=time', `--sec=${Math.floor(ms / 1000)}`, `--usec=${(ms % 1000) * 1000}`],
    ...[chip, `${line}=${level}`],
  ],
  info: chip => [chip],
  readHolder(output, line) {
    const said = new RegExp(
      `^\\s*line\\s+${line}:\\s+(?:"[^"]*"|unnamed)\\s+(?:"([^"]*)"|(\\S+))\\s.*\\[.*used`,
      'm',
    ).exec(output);
    return said?.[1] ?? said?.[2];
  },
  edges: { rising: '1', falling: '0' },
};

/** Version 2, as in Debian 13, which builds gpioset without its interactive mode. */
const second: Dialect = {
  hasBanner: true,
  get: (chip, { line, bias }) => [...['--numeric', ...named(chip), ...biasOf(bias), `${line}`]],
  monitor: (chip, { line, bias }) => [
    ...['--banner', '--event-clock=monotonic', '--format=%o %e %S', ...named(chip)],
    ...[...biasOf(bias), `${line}`],
  ],
  hold: (chip, line, level) => ['--banner', ...named(chip), `${line}=${level}`],
  setOnce: (chip, line, level) => ['--toggle=0', ...named(chip), `${line}=${level}`],
  pulse: (chip, line, level, ms) => [...[`--toggle=${ms}ms,0`, ...named(chip), `${line}=${level}`]],
  info: (chip, line) => [`--chip=${chip}`, `${line}`],
  readHolder(output) {
    const said = /\bconsumer=(?:"([^"]*)"|(\S+))/.exec(output);
    return said?.[1] ?? said?.[2];
  },
  edges: { rising: '1', falling: '2' },
};

function named(chip: string): string[] {
  return [`--chip=${chip}`, `--consumer=${consumer}`];
}

function biasOf(bias: LineOptions['bias']): string[] {
  return bias === 'none' ? [] : [`--bias=${bias}`];
}

/** What a program of the hub's holds a line as. */
export function isOwnHolder(holder: string | undefined): boolean {
  return holder !== undefined && [consumer, 'gpiomon', 'gpioset', 'gpioget'].includes(holder);
}

/** @param version as `gpiomon --version` says it: `gpiomon (libgpiod) v1.6.3` */
export function dialectOf(version: string): Dialect | undefined {
  const [, major] = /\bv(\d+)\.\d/.exec(version) ?? [];
  if (major === '1') return first;
  return major === '2' ? second : undefined;
}

/** An edge as both dialects are told to print it: offset, kind, seconds and nanoseconds. */
export function readEdge(
  { edges }: Dialect,
  text: string,
): { level: 0 | 1; monotonicMs: number } | undefined {
  const [, kind, seconds, nanoseconds] = /^\d+ (\d) (\d+)[. ](\d+)$/.exec(text.trim()) ?? [];
  if (kind !== edges.rising && kind !== edges.falling) return undefined;
  const monotonicMs = Number(seconds) * 1000 + Number(nanoseconds) / 1e6;
  return { level: kind === edges.rising ? 1 : 0, monotonicMs };
}

/** The chips of `gpiodetect`, which both versions print alike: `gpiochip0 [pinctrl-bcm2711] (58 lines)`. */
export function readChips(output: string): { name: string; label: string; count: number }[] {
  return [...output.matchAll(/^(\S+) \[(.*)\] \((\d+) lines?\)$/gm)].map(
    ([, name = '', label = '', count]) => ({ name, label, count: Number(count) }),
  );
}
