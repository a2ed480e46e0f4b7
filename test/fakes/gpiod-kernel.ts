import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lines that libgpiod's tools find on the PATH of `environment`, and that a test moves. */
export interface GpiodKernel {
  environment: NodeJS.ProcessEnv;
  /** Puts a wire at a level while nobody listens. */
  put(line: number, level: 0 | 1): void;
  /** Edges that gpiomon tells of at once, with the kernel's times; the wire is at the last one then. */
  edges(line: number, edges: readonly { level: 0 | 1; monotonicMs: number }[]): Promise<void>;
  /** Somebody else takes a line, or lets it go. */
  take(line: number, who: string | undefined): void;
  /** What was driven, as in `010`. */
  driven(line: number): string;
  holder(line: number): { who: string; pid: number } | undefined;
  bias(line: number): string | undefined;
  /** What was run, newest last. */
  calls(): string[];
  deny(isDenied?: boolean): void;
  remove(): void;
}

const detect = `[ $# = 0 ] || exit 1
echo "gpiochip0 [pinctrl-bcm2711] (58 lines)"`;
/** What is asked often, without the time that Node takes to start. */
const quickTools: Record<'first' | 'second', Record<string, string>> = {
  first: {
    gpiodetect: detect,
    gpioinfo: `[ "$*" = gpiochip0 ] || exit 1
for line in 5 17; do
  who= pid=; [ -f "held-$line" ] && read -r who pid < "held-$line"
  [ "$pid" ] && ! kill -0 "$pid" 2>/dev/null && who=
  if [ "$who" ]; then printf '\tline  %s:  "GPIO"  "%s"  input  active-high [used]\n' "$line" "$who"
  else printf '\tline  %s:  "GPIO"  unused  input  active-high\n' "$line"; fi
done`,
  },
  second: {
    gpiodetect: detect,
    gpioinfo: `[ $# = 2 ] && [ "$1" = --chip=gpiochip0 ] || exit 1
who=; [ -f "held-$2" ] && read -r who pid < "held-$2"
printf 'gpiochip0 %s\t"GPIO"\tinput%s\n' "$2" "\${who:+ consumer="$who"}"`,
  },
};

/** @param version of the tools: `1.6.3` or `2.2.1`; without one there are none */
export function createGpiodKernel(version?: string): GpiodKernel {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-gpiod-'));
  const program = join(import.meta.dirname, 'gpiod-tools.mjs');
  for (const tool of version ? ['gpiomon', 'gpioget', 'gpioset', 'gpioinfo', 'gpiodetect'] : []) {
    const file = join(folder, tool);
    const quick = version?.startsWith('1') ? quickTools.first : quickTools.second;
    const words = quick[tool] ?? `exec "${process.execPath}" "${program}" ${tool} "$@"`;
    const shown = `[ "$*" = --version ] && echo "${tool} (libgpiod) v${version}" && exit\n`;
    writeFileSync(file, `#!/bin/sh\ncd "${folder}" || exit\n${shown}${words}\n`);
    chmodSync(file, 0o755);
  }
  symlinkSync('/usr/bin/setpriv', join(folder, 'setpriv'));
  const read = (name: string) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const put = (line: number, level: 0 | 1) =>
    writeFileSync(join(folder, `level-${line}`), String(level));
  return {
    environment: {
      PATH: folder,
      GPIOD_FAKE: folder,
      GPIOD_VERSION: version,
    },
    put,
    async edges(line, edges) {
      const last = edges.at(-1);
      if (last) put(line, last.level);
      const words = edges.map(
        ({ level, monotonicMs }) => `${BigInt(Math.round(monotonicMs * 1e6))} ${level}\n`,
      );
      await new Promise<void>((resolve, reject) => {
        const socket = connect(join(folder, `edges-${line}`), () => socket.write(words.join('')));
        socket
          .on('error', reject)
          .on('close', () => resolve())
          .resume();
      });
    },
    take(line, who) {
      const file = join(folder, `held-${line}`);
      if (who === undefined) rmSync(file, { force: true });
      else writeFileSync(file, who);
    },
    driven: line => read(`driven-${line}`) ?? '',
    holder(line) {
      const [who, pid] = read(`held-${line}`)?.split(' ') ?? [];
      return who ? { who, pid: Number(pid) } : undefined;
    },
    bias: line => read(`bias-${line}`),
    calls: () => (read('calls') ?? '').trim().split('\n'),
    deny(isDenied = true) {
      if (isDenied) writeFileSync(join(folder, 'denied'), 'yes');
      else rmSync(join(folder, 'denied'));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
