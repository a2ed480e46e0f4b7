import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { readCredential } from '../../test/request.ts';
import type { BareTask } from './bare-server.ts';
import type { Bench } from './bench.ts';
import { type Helper, startHelper } from './helper.ts';
import type { Place } from './hub.ts';
import type { StreamTask } from './stream-client.ts';

export interface Pace {
  samples: number;
  gapMs: number;
}

const frame = `event: event\nid: 1000\ndata: ${JSON.stringify({
  ...{ id: '019a0000-0000-7000-8000-000000000000', at: '2026-01-01T00:00:00.000Z' },
  ...{ sensor: 'door-1', kind: 'trigger', mode: 'monitor' },
})}\n\n`;

/** The journal's row into a table like the journal, in a file beside it, a commit each: milliseconds. */
export async function timeCommits({ data }: Place, { samples, gapMs }: Pace): Promise<number[]> {
  const state = new Database(join(data, 'state.db'), { readonly: true });
  const made = state
    .prepare<[], { sql: string }>("select sql from sqlite_master where name = 'journal'")
    .get();
  state.close();
  const sqlite = new Database(join(data, 'floor.db'));
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.exec(made?.sql ?? '');
    const insert = sqlite.prepare(
      'insert into journal (id, at, topic, sensor, kind, mode, value, body) values (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const took: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const before = performance.now();
      const id = `019a0000-0000-7000-8000-${String(sample).padStart(12, '0')}`;
      insert.run(id, Date.now(), 'event', 'door-1', 'trigger', 'monitor', 0, '');
      took.push(performance.now() - before);
      await wait(gapMs);
    }
    return took;
  } finally {
    sqlite.close();
  }
}

/** A message of the hub's size over `node:https` with the hub's certificates: milliseconds. */
export async function timeMessages(bench: Bench, place: Place, pace: Pace): Promise<number[]> {
  const pki = join(place.data, 'pki');
  const task: BareTask = { pki, body: '', frame, ...pace };
  const server = startHelper(bench, 'bare-server', task);
  const { port } = await server.next<{ port: number }>();
  const client = await openClient(bench, place, `https://127.0.0.1:${port}`, pace.samples);
  server.tell('go');
  const sent = await server.next<number[]>();
  const arrived = await client.next<number[]>();
  await client.stop();
  await server.stop();
  return sent.map((at, index) => (arrived[index] ?? Number.NaN) - at);
}

/** A client of the event stream, in a process of its own, once it is connected. */
export async function openClient(
  bench: Bench,
  { data }: Place,
  address: string,
  count: number,
): Promise<Helper> {
  const as = readCredential(join(data, 'pki'), 'admin');
  const task: StreamTask = { address: `${address}/api/stream`, as, count };
  const client = startHelper(bench, 'stream-client', task);
  await client.next();
  return client;
}
