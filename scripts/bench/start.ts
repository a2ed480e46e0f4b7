import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bench, Findings } from './bench.ts';
import { anyPort, createPlace, startHub } from './hub.ts';
import { median, ratio, round } from './statistics.ts';

const times = 10;
const settleMs = 10_000;

/** From nothing to the ready line, with a data folder that is there already. */
export async function benchStart(bench: Bench): Promise<Findings> {
  const place = await createPlace(bench);
  await place.configure(anyPort);
  bench.note('making the data folder');
  await (await startHub(bench, place)).stop();

  const starts: number[] = [];
  const floors: number[] = [];
  for (let turn = 1; turn <= times; turn++) {
    // By turns, so that both meet the same machine.
    floors.push(await timeBareNode());
    const before = performance.now();
    const hub = await startHub(bench, place);
    starts.push(hub.readyAt - before);
    await hub.stop();
    bench.note(`${turn} of ${times}: ${round(starts.at(-1) ?? 0)} ms`);
  }
  const hub = await startHub(bench, place);
  bench.note(`letting it settle for ${settleMs / 1000} s`);
  await wait(settleMs);
  const rss_mb = hub.memoryMb('VmRSS');
  await hub.stop();

  const ms = round(median(starts));
  const floor_ms = round(median(floors));
  const result = { ms, rss_mb, ratio: ratio(ms, floor_ms), floor_ms };
  const lines = [
    `ready after ${ms} ms, ${result.ratio} times an empty Node (${floor_ms} ms); ${rss_mb} MB when idle`,
  ];
  return { lines, result };
}

async function timeBareNode(): Promise<number> {
  const before = performance.now();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - before;
}
