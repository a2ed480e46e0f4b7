import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Bench, Findings } from './bench.ts';
import { findEngines } from './engines.ts';
import { anyPort, createPlace, type Place, startHub } from './hub.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { ratio, round } from './statistics.ts';
import { type Engine, events, fill, type Store, temperatures } from './store.ts';
import { makeLines, readRecording, writeRecording } from './synthetic.ts';

interface Ingested {
  events: number;
  events_per_s: number;
  ratio: number;
  lost: number;
  doubled: number;
  rss_mb: number;
  floor_per_s: number;
  /** Processor time of the hub; it says more than the rate when others use the machine too. */
  cpu_us_per_event: number;
}

const pollMs = 20;
const tables = [events, temperatures];

/** A recording at full speed through the whole hub, until the history has all of it. */
export async function benchIngest(bench: Bench): Promise<Findings> {
  const place = await createPlace(bench);
  const engines = await findEngines(bench, place);
  const file = await prepareRecording(bench, place);
  const results: Record<string, Ingested> = {};
  for (const engine of engines) {
    results[engine.name] = await measure(bench, place, engine, file);
  }
  const lines = Object.entries(results).map(
    ([name, { events, events_per_s, ratio, lost, doubled, rss_mb, floor_per_s }]) =>
      `${name}: ${events} events at ${events_per_s} a second, ${ratio} of bare inserts (${floor_per_s}); ` +
      `${lost} lost, ${doubled} doubled; at most ${rss_mb} MB`,
  );
  return { lines, result: { engines: results } };
}

async function prepareRecording(bench: Bench, place: Place): Promise<string> {
  if (bench.options.file !== undefined) return resolve(bench.options.file);
  const file = join(place.folder, 'recording.jsonl.gz');
  bench.note(`writing a recording of ${bench.options.events} level changes`);
  await writeRecording(file, makeLines(bench.options.events), () => undefined);
  return file;
}

async function measure(
  bench: Bench,
  place: Place,
  { name, config, open }: Engine,
  file: string,
): Promise<Ingested> {
  place.data = join(place.folder, name);
  await place.configure(
    [
      ...[anyPort, config],
      `sensors: { driver: replay, replay: { file: ${JSON.stringify(file)}, speed: 0 } }`,
    ].join('\n'),
  );
  bench.note(`${name}: playing it through the hub`);
  const hub = await startHub(bench, place);
  const cpuBefore = hub.cpuSeconds();
  const finishedAt = await hub.prints(/^replay finished/m, /the replay ended/);
  const shippedAt = await waitUntilShipped(join(place.data, 'state.db'));
  const seconds = (shippedAt - hub.readyAt) / 1000;
  const rss_mb = hub.memoryMb('VmHWM');
  const cpuSeconds = hub.cpuSeconds() - cpuBefore;
  bench.note(
    `${name}: journaled after ${round((finishedAt - hub.readyAt) / 1000)} s, in the history after ${round(seconds)} s`,
  );
  await hub.stop();

  const store = await open();
  try {
    const ledger = await readLedger(bench, file);
    const { lost, doubled } = await compare(store, ledger);
    const events_per_s = Math.round(ledger.count() / seconds);
    bench.note(`${name}: bare inserts of the same rows`);
    const floor_per_s = Math.round(await measureFloor(store));
    return {
      ...{ events: ledger.count(), events_per_s, ratio: ratio(events_per_s, floor_per_s) },
      ...{ lost, doubled, rss_mb, floor_per_s },
      cpu_us_per_event: round((cpuSeconds * 1e6) / ledger.count()),
    };
  } finally {
    await store.close();
  }
}

/** Resolves to the time when the history had every row of the journal. Call it when none is added. */
async function waitUntilShipped(path: string): Promise<number> {
  const state = new Database(path, { readonly: true, timeout: 5000 });
  try {
    const shipped = state.prepare<[], string>("select body from documents where key = 'shipped'");
    const newest = state.prepare<[], number | null>('select max(seq) from journal').pluck();
    for (;;) {
      if (Number(shipped.pluck().get() ?? 0) >= (newest.get() ?? 0)) return performance.now();
      await wait(pollMs);
    }
  } finally {
    state.close();
  }
}

async function readLedger({ options }: Bench, file: string): Promise<Ledger> {
  const ledger = createLedger();
  if (options.file === undefined) for (const line of makeLines(options.events)) ledger.take(line);
  else await readRecording(file, ledger.take);
  return ledger;
}

async function compare(store: Store, ledger: Ledger): Promise<{ lost: number; doubled: number }> {
  for (const table of tables) {
    for (const row of await store.all(table)) ledger.strike(table.name, row);
  }
  return ledger.balance();
}

/** The same rows into tables of the same form: rows a second. */
async function measureFloor(store: Store): Promise<number> {
  let rows = 0;
  let seconds = 0;
  for (const table of tables) {
    const all = await store.all(table);
    if (all.length === 0) continue;
    const perSecond = await fill(store, await store.cloneTable(table), all);
    rows += all.length;
    seconds += all.length / perSecond;
  }
  return rows / seconds;
}
