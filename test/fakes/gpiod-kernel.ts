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
  deny(): void;
  remove(): void;
}

/** @param version of the tools: `1.6.3` or `2.2.1`; without one there are none */
export function createGpiodKernel(version?: string): GpiodKernel {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-gpiod-'));
  const program = join(import.meta.dirname, 'gpiod/tools.mjs');
  for (const tool of version ? ['gpiomon', 'gpioget', 'gpioset', 'gpioinfo', 'gpiodetect'] : []) {
    const file = join(folder, tool);
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${program}" ${tool} "$@"\n`);
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
    deny: () => writeFileSync(join(folder, 'denied'), 'yes'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
