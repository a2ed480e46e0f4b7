import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Credential, readCredential } from '../../test/request.ts';
import type { Bench } from './bench.ts';

/** A temporary folder with a configuration and a data folder. */
export interface Place {
  folder: string;
  data: string;
  configure(yaml: string): Promise<void>;
}

/** The built hub, in a process of its own. */
export interface RunningHub {
  address: string;
  /** When it said that it is ready, by `performance.now()`. */
  readyAt: number;
  /**
   * Resolves to the time, by `performance.now()`, when its output holds the pattern.
   *
   * @throws Error with its output when it ends before, or says what must not be
   */
  prints(pattern: RegExp, unless?: RegExp): Promise<number>;
  memoryMb(key: 'VmHWM' | 'VmRSS'): number;
  /** Processor time that it used so far. */
  cpuSeconds(): number;
  admin(): Credential;
  stop(): Promise<void>;
}

/** Lets a hub pick its ports. */
export const anyPort = 'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }';

export async function createPlace(bench: Bench): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'sec53-bench-'));
  bench.defer(() => rm(folder, { recursive: true, force: true }));
  return {
    folder,
    data: join(folder, 'data'),
    configure: yaml => writeFile(join(folder, 'sec53.yaml'), yaml),
  };
}

/**
 * Starts the hub and waits until it is ready.
 *
 * @throws Error with what the hub said when it ends before
 */
export async function startHub(bench: Bench, place: Place): Promise<RunningHub> {
  const { profile } = bench.options;
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  // The owner's own settings must not reach the hub that is measured.
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('SEC53_'));
  const child = spawn(process.execPath, [...flags, join(bench.programs, 'main.js')], {
    cwd: place.folder,
    env: {
      ...Object.fromEntries(others),
      SEC53_DATA: place.data,
      SEC53_CONFIG: join(place.folder, 'sec53.yaml'),
    },
    // The channel makes it end when the benchmark is killed, as it does with its supervisor.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  bench.defer(stop);
  let text = '';
  const looks = new Set<() => void>();
  const lookAll = () => {
    for (const look of looks) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', chunk => {
      text += chunk;
      lookAll();
    });
  }
  void ended.then(lookAll);

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  }

  function prints(pattern: RegExp, unless?: RegExp): Promise<number> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const isOver = child.exitCode !== null || child.signalCode !== null;
        if (pattern.test(text)) resolve(performance.now());
        else if (isOver || unless?.test(text))
          reject(new Error(`the hub does not print ${pattern}:\n${text}`));
        else return;
        looks.delete(look);
      };
      looks.add(look);
      look();
    });
  }

  const readyAt = await prints(/^sec53 ready (\S+)$/m);
  const [, address = ''] = /^sec53 ready (\S+)$/m.exec(text) ?? [];
  return {
    ...{ address, readyAt, prints, stop },
    memoryMb: key => readMemoryMb(child.pid ?? 0, key),
    cpuSeconds: () => readCpuSeconds(child.pid ?? 0),
    admin: () => readCredential(join(place.data, 'pki'), 'admin'),
  };
}

/** The first start makes the authority, the first admin and the stores. */
export async function makeDataFolder(bench: Bench, place: Place): Promise<void> {
  bench.note('making the data folder');
  await place.configure(`${anyPort}\nsensors: { simulated: { pastDays: 0 } }\n`);
  await (await startHub(bench, place)).stop();
}

/** Linux counts in KiB: VmHWM is the most that was ever resident, VmRSS what is now (proc(5)). */
export function readMemoryMb(pid: number, key: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kib = '0'] = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
  return Math.round((Number(kib) * 1024) / 100_000) / 10;
}

/** Linux counts user and system time in hundredths of a second (proc(5), fields 14 and 15). */
function readCpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
