import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lendAuthority } from './lend-authority.ts';
import { type Credential, type Reply, readCredential, type SendOptions, send } from './request.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A folder with a configuration and a data folder, which outlives the hubs that run in it. */
export interface Place {
  folder: string;
  data: string;
  /** Writes the configuration anew. */
  configure(yaml: string): Promise<void>;
  remove(): Promise<void>;
}

/** A hub as its owner runs it: the built server, in a process of its own. */
export interface HubProcess {
  address: string;
  setupAddress: string;
  process: ChildProcess;
  /** Everything that it printed so far. */
  output(): string;
  /** Resolves when the output, from its beginning on, holds the pattern. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** The first admin's certificate. */
  admin(): Credential;
  device(name: string): Credential;
  send(path: string, options?: SendOptions): Promise<Reply>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** @param isNew nothing was ever started in it, and the hub makes its own authority */
export async function createPlace(yaml = '', { isNew = false } = {}): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'sec53-test-'));
  const place: Place = {
    folder,
    data: join(folder, 'data'),
    configure: text => writeFile(join(folder, 'sec53.yaml'), text),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  await place.configure(yaml);
  if (!isNew) lendAuthority(place.data, yaml);
  return place;
}

/** Lets a hub pick its ports. */
export const anyPort = 'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }\n';

export interface Run {
  process: ChildProcess;
  output(): string;
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit code, once it is over. */
  ended: Promise<number | null>;
}

/** Runs one of the built programs, such as `main` or `pki`, in a place. */
export function runProgram(
  name: string,
  args: string[],
  place: Place,
  environment: Record<string, string> = {},
): Run {
  const child = spawn(process.execPath, [join(root, 'dist/server', `${name}.js`), ...args], {
    cwd: place.folder,
    env: { ...process.env, SEC53_DATA: place.data, ...environment },
    // By the channel a hub learns that its test is gone, however that went, and ends.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]) => {
    for (const listener of listeners) listener();
    return typeof code === 'number' ? code : null;
  });
  return {
    process: child,
    output: () => text,
    ended,
    prints: pattern =>
      new Promise((resolve, reject) => {
        let isOver = false;
        const look = () => {
          const match = pattern.exec(text);
          if (!match && !isOver) return;
          listeners.delete(look);
          if (match) resolve(match);
          else reject(new Error(`${name} ended without printing ${pattern}:\n${text}`));
        };
        listeners.add(look);
        void ended.then(() => {
          isOver = true;
          look();
        });
        look();
      }),
  };
}

export async function startHub(
  place: Place,
  environment: Record<string, string> = {},
): Promise<HubProcess> {
  const run = runProgram('main', [], place, environment);
  const [, address = ''] = await run.prints(/^sec53 ready (\S+)$/m);
  const [, setupAddress = ''] = await run.prints(/^sec53 setup (\S+)$/m);
  const device = (name: string) => readCredential(join(place.data, 'pki'), name);
  return {
    ...{ address, setupAddress, device },
    process: run.process,
    output: run.output,
    prints: run.prints,
    admin: () => device('admin'),
    send: (path, options = {}) =>
      send(`${address}${path}`, 'as' in options ? options : { ...options, as: device('admin') }),
    stop() {
      run.process.kill('SIGTERM');
      return run.ended;
    },
    async kill() {
      run.process.kill('SIGKILL');
      await run.ended;
    },
  };
}
