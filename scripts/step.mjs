import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';

// npm names a fault first and ends with its usage; a compiler names it last.
const headLines = 10;
const tailLines = 40;
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** A failure that the message explains in full, so that a stack would only bury it. */
export class PlainFailure extends Error {}

/** Ends the process with 1 and says why. */
export function endPlainly(error) {
  console.error(error instanceof PlainFailure ? `sec53: ${error.message}` : error);
  process.exit(1);
}

/** The exit code that a shell would show. */
export function shellCode(code, signal) {
  return signal ? 128 + constants.signals[signal] : code;
}

function progress(title) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const isTty = process.stderr.isTTY === true;
  const clear = isTty ? '\r\x1b[2K' : '';
  const show = () => process.stderr.write(`${clear}${title} … ${seconds()} s${isTty ? '' : '\n'}`);
  show();
  const timer = setInterval(show, isTty ? 1000 : 10_000);
  return {
    note: line => process.stderr.write(`${clear}${line}\n`),
    end(word) {
      clearInterval(timer);
      process.stderr.write(`${clear}${title}: ${word} after ${seconds()} s\n`);
    },
  };
}

/**
 * Runs a long step, with its elapsed time on stderr.
 *
 * @param title what the step does, e.g. `installing packages`
 * @param repeat the command that the owner can type to see the step fail by himself
 * @param options.env added to the environment
 * @param options.echo says which lines of the output are shown also when the step succeeds
 * @throws PlainFailure with the first and last lines of the output when the step fails
 */
export async function runStep(title, [command, ...args], repeat, { cwd, env, echo } = {}) {
  const shown = progress(title);
  const head = [];
  const tail = [];
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a stop reaches the compilers below npm too.
    detached: true,
  });
  const stop = signal => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } finally {
      process.exit(shellCode(null, signal));
    }
  };
  for (const signal of stopSignals) process.once(signal, stop);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      if (echo?.(line)) shown.note(line);
      if (head.length < headLines) head.push(line);
      else tail.push(line);
      if (tail.length <= tailLines) return;
      tail.shift();
      head[headLines] = '…';
    });
  }
  const ending = await new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? '' : `ended with ${signal ?? code}`),
    );
  });
  for (const signal of stopSignals) process.off(signal, stop);
  shown.end(ending === '' ? 'done' : 'failed');
  if (ending !== '') {
    throw new PlainFailure(
      `${title} failed (${ending}). Its output:\n\n${[...head, ...tail].join('\n')}\n\nTo repeat it: ${repeat}`,
    );
  }
}

/** Runs a command on this terminal until it ends, passing signals on; resolves to its exit code. */
export function runInherited(command, args, { env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    const pass = signal => child.kill(signal);
    for (const signal of stopSignals) process.on(signal, pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const each of stopSignals) process.off(each, pass);
      resolve(shellCode(code, signal));
    });
  });
}
