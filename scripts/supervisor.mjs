import { spawn } from 'node:child_process';
import { shellCode } from './step.mjs';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** An orderly end; wrong usage; a refusal to start, which a second start would only repeat. */
const finalCodes = [0, 64, 78];
const restartCode = 75;
/** What is run after a crash must not keep the hub from starting again. */
const crashMs = 15_000;

/** Resolves when it has ended, in whatever way. */
function run(args) {
  const stdio = ['ignore', 'inherit', 'inherit'];
  const child = spawn(process.execPath, args, { stdio, timeout: crashMs });
  return new Promise(resolve => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
}

/**
 * Keeps the hub running: starts it, starts it again after a crash with growing pauses, and at once when
 * the hub asks for it. The first stop signal is passed on; a hub that will not end is killed.
 *
 * The hub stays in this process group and holds an IPC channel, whose `disconnect` tells it that the
 * supervisor is gone.
 *
 * @param args what Node runs: the file and its arguments
 * @param settings.afterCrash the same for a program that is run after each end that is not in order, and
 *   waited for: what a dead hub drove must rest
 * @returns the exit code of the hub's last run; 0 when a stop came while none ran
 */
export function supervise(
  args,
  {
    afterCrash,
    firstPauseMs = 1000,
    longestPauseMs = 30_000,
    healthyMs = 60_000,
    killAfterMs = 4000,
  } = {},
) {
  return new Promise(resolve => {
    let child;
    let pauseMs = firstPauseMs;
    let retry;
    let kill;
    let isStopping = false;

    function finish(code) {
      clearTimeout(kill);
      for (const signal of stopSignals) process.off(signal, stop);
      resolve(code);
    }

    function stop(signal) {
      if (isStopping) return;
      isStopping = true;
      if (retry !== undefined) {
        clearTimeout(retry);
        finish(0);
        return;
      }
      child.kill(signal);
      kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    }

    function restartLater(what, uptimeMs) {
      if (uptimeMs >= healthyMs) pauseMs = firstPauseMs;
      console.error(`sec53: the hub ${what}; starting it again in ${pauseMs / 1000} s`);
      retry = setTimeout(start, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }

    function start() {
      retry = undefined;
      const started = performance.now();
      child = spawn(process.execPath, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
      // Of the two events a failed spawn has only the first, and a failed kill none but it.
      child.once('error', error => {
        if (child.pid === undefined && isStopping) finish(1);
        else if (child.pid === undefined) restartLater(`could not start (${error.message})`, 0);
      });
      child.once('exit', async (code, signal) => {
        const isInOrder = code === restartCode || finalCodes.includes(code);
        if (!isInOrder && afterCrash !== undefined) await run(afterCrash);
        if (isStopping || finalCodes.includes(code)) finish(shellCode(code, signal));
        else if (code === restartCode) start();
        else restartLater(`ended with ${signal ?? `code ${code}`}`, performance.now() - started);
      });
    }

    for (const signal of stopSignals) process.on(signal, stop);
    start();
  });
}
