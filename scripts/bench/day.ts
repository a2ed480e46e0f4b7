import { Agent, get } from 'node:https';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Bench, Findings } from './bench.ts';
import { findEngines } from './engines.ts';
import { anyPort, createPlace, type Place, type RunningHub, startHub } from './hub.ts';
import { median, percentile, ratio, round } from './statistics.ts';
import { batchRows, type Engine, events, type Row, type Store } from './store.ts';

interface Fetched {
  rows: number;
  day_rows: number;
  requests: number;
  p50_ms: number;
  p99_ms: number;
  ratio: number;
  floor_ms: number;
  first_page_ms: number;
  gzip_p50_ms: number;
  rss_mb: number;
}

const yearDays = 365;
const dayMs = 86_400_000;
const year = Date.UTC(2025, 0, 1);
const times = 60;
const sensors = Array.from({ length: 16 }, (_, index) => `sensor-${index}`);

/** One day out of a long history, as the app reads it: page by page over one connection. */
export async function benchDay(bench: Bench): Promise<Findings> {
  const place = await createPlace(bench);
  const results: Record<string, Fetched> = {};
  for (const engine of await findEngines(bench, place)) {
    results[engine.name] = await measure(bench, place, engine);
  }
  const lines = Object.entries(results).map(
    ([name, { rows, day_rows, requests, p50_ms, p99_ms, ratio, floor_ms, gzip_p50_ms }]) =>
      `${name}: ${day_rows} of ${rows} events in ${requests} requests after ${p50_ms} ms, p99 ${p99_ms}, ` +
      `${ratio} times the bare query (${floor_ms} ms); compressed ${gzip_p50_ms} ms`,
  );
  return { lines, result: { engines: results } };
}

async function measure(bench: Bench, place: Place, engine: Engine): Promise<Fetched> {
  const { rows } = bench.options;
  place.data = join(place.folder, engine.name);
  const quiet = 'sensors: { simulated: { pastDays: 0 } }';
  await place.configure([anyPort, 'timeZone: Etc/UTC', engine.config, quiet].join('\n'));
  // The hub makes the tables.
  await (await startHub(bench, place)).stop();
  const store = await engine.open();
  try {
    await fillYear(bench, engine.name, store, rows);
    const hub = await startHub(bench, place);
    const as = hub.admin();
    const agent = new Agent({ keepAlive: true, maxSockets: 1, servername: 'localhost', ...as });
    bench.note(`${engine.name}: reading ${times} days`);
    const floors: number[] = [];
    const plain: number[] = [];
    const compressed: number[] = [];
    const first: number[] = [];
    const counts: DayCount[] = [];
    // A first day warms up; then a day of its own for each measurement, so that none is in a cache.
    for (let turn = 0; turn <= times; turn++) {
      const dayOf = (step: number) => year + ((turn * 3 + step) % (yearDays - 1)) * dayMs;
      const floor = await timeFloor(store, dayOf(0));
      const read = await readDay(hub, agent, dayOf(1), {});
      const gzip = await readDay(hub, agent, dayOf(2), { 'accept-encoding': 'gzip' });
      if (turn === 0) continue;
      floors.push(floor);
      plain.push(read.ms);
      compressed.push(gzip.ms);
      first.push(read.firstMs);
      counts.push({ rows: read.rows, requests: read.requests });
    }
    const rss_mb = hub.memoryMb('VmHWM');
    agent.destroy();
    await hub.stop();
    const floor_ms = round(median(floors));
    return {
      rows,
      day_rows: median(counts.map(count => count.rows)),
      requests: median(counts.map(count => count.requests)),
      p50_ms: round(median(plain)),
      p99_ms: round(percentile(plain, 0.99)),
      ratio: ratio(median(plain), floor_ms),
      floor_ms,
      first_page_ms: round(median(first)),
      gzip_p50_ms: round(median(compressed)),
      rss_mb,
    };
  } finally {
    await store.close();
  }
}

interface DayCount {
  rows: number;
  requests: number;
}

/** A year of events at even distances, straight into the table. */
async function fillYear(bench: Bench, name: string, store: Store, rows: number): Promise<void> {
  bench.note(`${name}: filling the history with ${rows} events`);
  const stepMs = (yearDays * dayMs) / rows;
  let batch: Row[] = [];
  for (let row = 0; row < rows; row++) {
    const at = Math.floor(year + row * stepMs);
    const time = at.toString(16).padStart(12, '0');
    const tail = row.toString(16).padStart(12, '0');
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`;
    const kind = row % 2 === 0 ? 'trigger' : 'reset';
    batch.push(['home', at, id, sensors[(row >> 1) % sensors.length] ?? '', kind, 'monitor']);
    if (batch.length < batchRows && row < rows - 1) continue;
    await store.insert(events, batch);
    batch = [];
  }
}

/** The query and the text, with nothing around them. */
async function timeFloor(store: Store, from: number): Promise<number> {
  const before = performance.now();
  JSON.stringify(await store.between(from, from + dayMs));
  return performance.now() - before;
}

/** Reads a day. The answers are looked into afterwards: what a client does with them is its own time. */
async function readDay(
  { address }: RunningHub,
  agent: Agent,
  from: number,
  headers: Record<string, string>,
): Promise<DayCount & { ms: number; firstMs: number }> {
  const day = new Date(from).toISOString().slice(0, 10);
  const pages: string[] = [];
  const before = performance.now();
  let firstMs = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const query = `day=${day}&limit=1000${cursor ? `&cursor=${cursor}` : ''}`;
    const text = await readPage(`${address}/api/events?${query}`, agent, headers);
    if (pages.length === 0) firstMs = performance.now() - before;
    pages.push(text);
    cursor = /"next":"([^"]+)"\}$/.exec(text)?.[1];
  }
  const ms = performance.now() - before;
  const rows = pages.reduce((sum, text) => sum + JSON.parse(text).events.length, 0);
  return { rows, requests: pages.length, ms, firstMs };
}

function readPage(address: string, agent: Agent, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    get(address, { agent, headers }, incoming => {
      const chunks: Buffer[] = [];
      incoming.on('data', chunk => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const body = Buffer.concat(chunks);
        const isGzip = incoming.headers['content-encoding'] === 'gzip';
        const text = (isGzip ? gunzipSync(body) : body).toString();
        if (incoming.statusCode === 200) resolve(text);
        else reject(new Error(`the hub answers ${incoming.statusCode}: ${text}`));
      });
    }).on('error', reject);
  });
}
