import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Wires that go up, one after the other, and down again after so long, all at the same pace. */
export interface Pulses {
  /** What `pullFile` names. */
  files: readonly string[];
  /** Of each wire. */
  count: number;
  highMs: number;
  lowMs: number;
}

/** Moves the wires from a thread of its own: whoever watches them must not set their pace. */
export async function sendPulses(pulses: Pulses): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: pulses });
  await new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

/** In that thread. */
export function makePulses({ files, count, highMs, lowMs }: Pulses): void {
  for (let pulse = 0; pulse < count; pulse++) {
    for (const file of files) writeFileSync(file, 'pull-up');
    rest(highMs);
    for (const file of files) writeFileSync(file, 'pull-down');
    rest(lowMs);
  }
}

/** Stops this thread alone. */
export function rest(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
