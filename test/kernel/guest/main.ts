import { appendFileSync } from 'node:fs';
import { release } from 'node:os';
import { isMainThread, workerData } from 'node:worker_threads';
import type { Result } from './check.ts';
import { checksFor } from './checks.ts';
import { figures } from './figures.ts';
import { holdLine } from './hold-line.ts';
import { makePulses } from './pulses.ts';

/** In the guest's time, which a busy host does not shorten. */
const limitMs = 300_000;

function say(what: Result | { figures: object } | 'end'): void {
  appendFileSync('/dev/ttyS1', `${JSON.stringify(what)}\n`);
}

async function limit(): Promise<never> {
  await new Promise(resolve => setTimeout(resolve, limitMs).unref());
  throw new Error(`nothing came of it in ${limitMs / 1000} s`);
}

async function runChecks(): Promise<void> {
  for (const { name, run } of checksFor(release())) {
    const started = performance.now();
    const error = await Promise.race([run(), limit()]).then(
      () => undefined,
      (caught: unknown) =>
        caught instanceof Error ? (caught.stack ?? caught.message) : String(caught),
    );
    say({ name, error });
    console.log(name, error ?? 'passed', `${Math.round(performance.now() - started)} ms`);
  }
  say({ figures });
  say('end');
  process.exit();
}

if (!isMainThread) makePulses(workerData);
else if (process.argv[2] === 'hold') await holdLine(Number(process.argv[3]));
else await runChecks();
