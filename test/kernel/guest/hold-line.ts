import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createOnoffDriver } from '../../../server/gpio/onoff.ts';

/** A process that takes a line as the hub does, says so, and waits to be killed. */
export async function holdLine(line: number): Promise<void> {
  const held = await createOnoffDriver()({ line, activeLow: false, bias: 'none' });
  held.watch(
    () => undefined,
    () => undefined,
  );
  console.log('held');
}

/** Starts one, and waits until it holds the line. */
export async function startHolder(line: number): Promise<{ kill(): Promise<void> }> {
  const program = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [program, 'hold', String(line)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}
