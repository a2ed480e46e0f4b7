import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Bench } from './bench.ts';

/** A process that works beside the hub, so that neither slows the other down. It speaks JSON lines. */
export interface Helper {
  /** The next line that it says. Both ends are this program, so its shape is known. */
  next<Said>(): Promise<Said>;
  /** Says a line to it. */
  tell(line: string): void;
  stop(): Promise<void>;
}

/** Starts `bench.js helper NAME` with its task. */
export function startHelper(
  bench: Bench,
  name: string,
  task: object,
  environment: Record<string, string> = {},
): Helper {
  const args = [join(bench.programs, 'bench.js'), 'helper', name];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    await ended;
  }

  bench.defer(stop);
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(task)}\n`);
  return {
    async next() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the helper ${name} ended before it was done`);
      return JSON.parse(value);
    },
    tell: line => void child.stdin.write(`${line}\n`),
    stop,
  };
}

/** The helper's side. */
export interface Task<Given> {
  /** What `startHelper` was given. Both ends are this program, so its shape is known. */
  task: Given;
  say(what: unknown): void;
  /** The next line from the benchmark. */
  hear(): Promise<string>;
}

/** Reads the task. The helper ends with the benchmark that started it, however that ends. */
export async function readTask<Given>(): Promise<Task<Given>> {
  const input = createInterface({ input: process.stdin });
  const lines = input[Symbol.asyncIterator]();
  input.on('close', () => process.exit());
  const first = await lines.next();
  return {
    task: JSON.parse(String(first.value)),
    say: what => void process.stdout.write(`${JSON.stringify(what)}\n`),
    hear: async () => String((await lines.next()).value),
  };
}
