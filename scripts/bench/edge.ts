import { join } from 'node:path';
import type { Bench, Findings } from './bench.ts';
import { openClient, type Pace, timeCommits, timeMessages } from './edge-floors.ts';
import type { EdgeMoments, EdgeTask } from './edge-hub.ts';
import { startHelper } from './helper.ts';
import { anyPort, createPlace, makeDataFolder, type Place } from './hub.ts';
import { median, percentile, ratio, round } from './statistics.ts';

const pace: Pace = { samples: 400, gapMs: 30 };
/** So many that none of them chatters. */
const sensors = Array.from({ length: 10 }, (_, line) => line);
const wiredHouse = [
  ...[anyPort, 'sensors:', '  driver: onoff', '  list:'],
  // The filters wait on purpose; what is measured here is everything else.
  ...sensors.map(
    line => `    - { id: door-${line}, kind: contact, line: ${line}, glitchMs: 0, settleMs: 0 }`,
  ),
].join('\n');

/** A level is set; when is it on the disk, and when at a phone. */
export async function benchEdge(bench: Bench): Promise<Findings> {
  const place = await createPlace(bench);
  await makeDataFolder(bench, place);
  await place.configure(wiredHouse);

  bench.note('one commit, bare');
  const commits = await timeCommits(place, pace);
  bench.note('one message, bare');
  const messages = await timeMessages(bench, place, pace);
  bench.note(`${pace.samples} levels through the hub`);
  const { set, durable, arrived, rss_mb } = await timeLevels(bench, place);

  const toClient = set.map((at, index) => (arrived[index] ?? Number.NaN) - at);
  const toDisk = set.map((at, index) => (durable[index] ?? Number.NaN) - at);
  const result = {
    p50_ms: round(percentile(toClient, 0.5)),
    p95_ms: round(percentile(toClient, 0.95)),
    p99_ms: round(percentile(toClient, 0.99)),
    ratio: ratio(median(toDisk), median(commits)),
    durable_p50_ms: round(median(toDisk)),
    durable_p99_ms: round(percentile(toDisk, 0.99)),
    commit_floor_ms: round(median(commits)),
    sse_floor_ms: round(median(messages)),
    rss_mb,
  };
  const lines = [
    `at a client after ${result.p50_ms} ms, p95 ${result.p95_ms}, p99 ${result.p99_ms} (a bare message: ${result.sse_floor_ms})`,
    `on the disk after ${result.durable_p50_ms} ms, ${result.ratio} times a bare commit (${result.commit_floor_ms})`,
    `glitch and settle time are set to 0; ${rss_mb} MB`,
  ];
  return { lines, result };
}

async function timeLevels(
  bench: Bench,
  place: Place,
): Promise<EdgeMoments & { arrived: number[] }> {
  const task: EdgeTask = {
    config: join(place.folder, 'sec53.yaml'),
    dataFolder: place.data,
    assets: join(bench.programs, '../client'),
    ...pace,
  };
  const hub = startHelper(bench, 'edge-hub', task);
  const { address } = await hub.next<{ address: string }>();
  const client = await openClient(bench, place, address, pace.samples);
  hub.tell('go');
  const moments = await hub.next<EdgeMoments>();
  const arrived = await client.next<number[]>();
  await client.stop();
  await hub.stop();
  return { ...moments, arrived };
}
