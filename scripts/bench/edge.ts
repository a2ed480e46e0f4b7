import { join } from 'node:path';
import { type Credential, readCredential } from '../../test/request.ts';
import type { Bench, Findings } from './bench.ts';
import { openClient, type Pace, timeCommits, timeMessages } from './edge-floors.ts';
import type { EdgeMoments, EdgeTask } from './edge-hub.ts';
import { startHelper } from './helper.ts';
import { anyPort, createPlace, makeDataFolder, type Place } from './hub.ts';
import { median, percentile, ratio, round } from './statistics.ts';

/** Whoever knocks meanwhile. */
const strangers = { handshakesPerSecond: 500, halfOpen: 1000 };

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
  const { toClient, toDisk, rss_mb } = await timeLevels(bench, place);
  bench.note(`the same amid ${strangers.handshakesPerSecond} handshakes of strangers a second`);
  const stormy = await timeLevels(bench, place, await makeForeigner(bench));
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
    storm: {
      p50_ms: round(percentile(stormy.toClient, 0.5)),
      p99_ms: round(percentile(stormy.toClient, 0.99)),
      durable_p99_ms: round(percentile(stormy.toDisk, 0.99)),
      ...stormy.storm,
      rss_mb: stormy.rss_mb,
    },
  };
  const lines = [
    `at a client after ${result.p50_ms} ms, p95 ${result.p95_ms}, p99 ${result.p99_ms} (a bare message: ${result.sse_floor_ms})`,
    `on the disk after ${result.durable_p50_ms} ms, ${result.ratio} times a bare commit (${result.commit_floor_ms})`,
    `amid strangers at a client after ${result.storm.p50_ms} ms, p99 ${result.storm.p99_ms} (${JSON.stringify(stormy.storm)})`,
    `glitch and settle time are set to 0; ${rss_mb} MB`,
  ];
  return { lines, result };
}

/** A device of a house that this hub knows nothing of. */
async function makeForeigner(bench: Bench): Promise<Credential> {
  const place = await createPlace(bench);
  await place.configure(anyPort);
  await makeDataFolder(bench, place);
  return readCredential(join(place.data, 'pki'), 'admin');
}

/** Milliseconds from a level to the disk and to a client; amid strangers, if one is given. */
async function timeLevels(bench: Bench, place: Place, foreign?: Credential) {
  const task: EdgeTask = {
    config: join(place.folder, 'sec53.yaml'),
    dataFolder: place.data,
    assets: join(bench.programs, '../client'),
    ...pace,
  };
  const hub = startHelper(bench, 'edge-hub', task);
  const { address } = await hub.next<{ address: string }>();
  const client = await openClient(bench, place, address, pace.samples);
  const port = Number(new URL(address).port);
  const storm = foreign && startHelper(bench, 'storm', { port, foreign, ...strangers });
  await storm?.next();
  hub.tell('go');
  const { set, durable, rss_mb } = await hub.next<EdgeMoments>();
  const arrived = await client.next<number[]>();
  storm?.tell('enough');
  const met = await storm?.next<object>();
  await storm?.stop();
  await client.stop();
  await hub.stop();
  const since = (moments: number[]) => set.map((at, index) => (moments[index] ?? Number.NaN) - at);
  return { toClient: since(arrived), toDisk: since(durable), rss_mb, storm: met };
}
