import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../server/clock.ts';
import { verifyChain } from '../../server/watch/chain.ts';
import { until } from '../browser/until.ts';
import { openStream } from '../event-stream.ts';
import { type FakeS3, fakeKey, startS3 } from '../fakes/s3.ts';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

const token = 'b5'.repeat(32);
const wired = (more: string) => `
timeZone: UTC
${anyPort}
sensors: { driver: onoff, list: [{ id: door, name: Front door, kind: contact, line: 17 }] }
${more}`;
const asWitness = `watch: { for: [{ name: home, token: ${token} }] }`;
const toWitness = (address: string, ca: string, more = '') =>
  `{ url: "${address}", name: home, token: ${token}, ca_file: ${ca}${more} }`;

const real = createClock();
let shift: number;
const clock = { wall: () => real.wall() + shift, steady: () => real.steady() + shift };

let witness: WiredHouse;
let house: WiredHouse | undefined;
let place: Place;
let hub: HubProcess | undefined;

beforeEach(async () => {
  shift = 0;
  witness = createWiredHouse(wired(asWitness), clock);
  place = await createPlace();
});
afterEach(async () => {
  await hub?.kill();
  await house?.remove();
  [hub, house] = [undefined, undefined];
  vi.useRealTimers();
  await witness.remove();
  await place.remove();
});

/** What another process, or the test, finds in a hub's store. */
function look<Row>(data: string, query: string): Row[] {
  const store = new Database(join(data, 'state.db'), { readonly: true });
  try {
    return store.prepare<[], Row>(query).all();
  } finally {
    store.close();
  }
}

interface Kept {
  beat: { mode: string; counter: number; stopping: boolean; startedAt: number };
  told: string;
}
const witnessData = () => dirname(witness.pki);

/** Resolves when the witness has heard what fits. */
function hears(fits: (kept: Kept) => boolean): Promise<Kept> {
  return until(
    30_000,
    async () => {
      const query = "select body from documents where key = 'watched:home'";
      const [row] = look<{ body: string }>(witnessData(), query);
      const kept: Kept | undefined = row && JSON.parse(row.body);
      return kept !== undefined && fits(kept) && kept;
    },
    () => `the witness has not heard of it; ${(hub?.output() ?? house?.logged())?.slice(-2000)}`,
  );
}

interface KeptLink {
  n: number;
  chain: string;
  body: string;
  previous: string;
  hash: string;
  fits: number;
}
const keptLinks = () => look<KeptLink>(witnessData(), 'select * from witnessed order by id');

describe('a hub that is killed while it is armed', () => {
  it('is missed by the witness, which tells its family; and again when it is back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await witness.start();
    const settings = toWitness(witness.address(), join(witness.pki, 'root.pem'));
    await place.configure(
      `timeZone: UTC\n${anyPort}\nalarm: { initialMode: alert }\nwatch: { witness: ${settings} }\n`,
    );
    hub = await startHub(place);
    const first = await hears(({ beat }) => beat.mode === 'alert');
    await hub.kill();

    const stream = await openStream(witness.address(), witness.admin());
    shift += 140_000;
    vi.advanceTimersByTime(5000);
    expect(stream.messages.filter(({ event }) => event === 'notice')).toEqual([]);
    shift += 30_000;
    vi.advanceTimersByTime(5000);
    const silent = await stream.next(({ event }) => event === 'notice');
    expect(silent.data.code).toBe('watch-silent');
    expect(silent.data.text).toMatch(
      /^home: the hub has been silent since \d\d:\d\d while in ALERT \(away\)/,
    );
    shift += 600_000;
    vi.advanceTimersByTime(600_000);

    hub = await startHub(place);
    const back = await stream.next(({ data }) => data.code === 'watch-back');
    expect(back.data.text).toMatch(/^home: the hub is back, was silent \d\d:\d\d.\d\d:\d\d$/);
    await hears(({ beat, told }) => beat.startedAt > first.beat.startedAt && told === 'nothing');
    const codes = stream.messages.flatMap(({ event, data }) =>
      event === 'notice' ? [data.code] : [],
    );
    expect(codes).toEqual(['watch-silent', 'watch-back']);
    stream.close();
  });

  it('in the middle of an incident leaves its evidence behind, and completes it afterwards', async () => {
    const start = Date.parse('2026-03-01T00:00:00Z');
    const lines = Array.from({ length: 400 }, (_, index) =>
      JSON.stringify({
        at: new Date(start + index * 20).toISOString(),
        sensor: ['door', 'window'][index % 2],
        kind: 'contact',
        value: Math.floor(index / 2) % 2 === 0 ? 'open' : 'closed',
      }),
    );
    await writeFile(join(place.folder, 'night.jsonl'), lines.join('\n'));
    await witness.start();
    const settings = toWitness(witness.address(), join(witness.pki, 'root.pem'));
    const configure = (speed: number) =>
      place.configure(
        [
          ...['timeZone: UTC', anyPort, 'alarm: { initialMode: alert }'],
          `sensors: { driver: replay, replay: { file: night.jsonl, speed: ${speed} } }`,
          `watch: { witness: ${settings} }`,
        ].join('\n'),
      );
    const whenKept = (count: number) =>
      until(
        30_000,
        async () => keptLinks().length >= count,
        () => `${keptLinks().length} links; ${hub?.output().slice(-2000)}`,
      );

    await configure(1);
    for (const enough of [10, 60]) {
      hub = await startHub(place);
      await whenKept(enough);
      await hub.kill();
    }
    // The witness is away meanwhile, and so is everything the hub has to say.
    await witness.stop();
    await configure(0);
    hub = await startHub(place);
    await hub.prints(/replay finished/);
    await hub.prints(/no connection \(ECONNREFUSED\)/);
    await hub.kill();
    hub = await startHub(place);
    await witness.start();
    const steps = look<{ incident: string; at: number; kind: string; sensor: string }>(
      place.data,
      'select incident, at, kind, sensor from incident_steps order by incident, n',
    );
    expect(steps.length).toBeGreaterThan(200);
    await whenKept(steps.length);

    const links = keptLinks();
    expect(verifyChain(links, links[0]?.chain ?? '')).toBeUndefined();
    expect(links.every(({ fits }) => fits === 1)).toBe(true);
    const said = links.map(({ body }) => JSON.parse(body));
    expect(said.map(({ incident, kind, sensor = '' }) => [incident, kind, sensor])).toEqual(
      steps.map(({ incident, kind, sensor }) => [incident, kind, sensor]),
    );
    expect(said.map(({ at }) => Date.parse(at))).toEqual(steps.map(({ at }) => at));
    expect(said[0]).toMatchObject({ site: 'home', kind: 'trip', name: 'door' });
  });
});

describe('a hub that runs', () => {
  it('tells at once that it is armed, and that it stops in order', async () => {
    await witness.start();
    const settings = toWitness(witness.address(), join(witness.pki, 'root.pem'));
    house = createWiredHouse(wired(`watch: { witness: ${settings} }`));
    await house.start();
    await hears(({ beat }) => beat.mode === 'monitor');
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    await hears(({ beat }) => beat.mode === 'alert');
    await house.stop();
    expect((await hears(({ beat }) => beat.stopping)).beat).toMatchObject({ mode: 'alert' });
  });

  it('shows a certificate to a witness that wants one', async () => {
    await witness.remove();
    witness = createWiredHouse(
      wired(asWitness).replace('setupPort: 0', 'setupPort: 0, requireCertificate: true'),
    );
    await witness.start();
    const file = (name: string) => join(witness.pki, 'devices/admin', name);
    const settings = toWitness(
      witness.address(),
      join(witness.pki, 'root.pem'),
      `, certificate_file: ${file('admin.pem')}, key_file: ${file('admin.key')}`,
    );
    house = createWiredHouse(wired(`watch: { witness: ${settings} }`));
    await house.start();
    await hears(({ beat }) => beat.mode === 'monitor');
  });

  it('puts each step of an incident into a bucket, and chains nothing when nobody gets it', async () => {
    const s3: FakeS3 = await startS3(real.wall);
    const { accessKey, region, secret } = fakeKey;
    const bucket = `{ bucket: evidence, region: ${region}, endpoint: "${s3.url}", accessKey: ${accessKey}, secret: ${secret} }`;
    house = createWiredHouse(wired(`watch: { evidence: { s3: ${bucket} } }`));
    await house.start();
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    house.move(17, 1);
    await s3.received(1);
    const [[key, body] = ['', '{}']] = s3.objects;
    expect(key).toMatch(/^\/evidence\/sec53\/evidence\/home\/000000001-0{8}\d-[0-9a-f]{64}\.json$/);
    const { chain, links } = JSON.parse(body);
    expect(verifyChain(links, chain)).toBeUndefined();
    expect(JSON.parse(links[0].body)).toMatchObject({ kind: 'trip', name: 'Front door' });
    expect(house.logged()).not.toContain(secret);
    await house.remove();
    await s3.stop();

    house = createWiredHouse(wired(''));
    await house.start();
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    const stream = await openStream(house.address(), house.admin());
    house.move(17, 1);
    await stream.next(({ event }) => event === 'incident');
    stream.close();
    expect(look(dirname(house.pki), 'select * from evidence')).toEqual([]);
  });

  it('raises the alarm although its evidence cannot be chained', async () => {
    const settings = toWitness('https://127.0.0.1:9', join(witness.pki, 'root.pem'));
    await witness.start();
    house = createWiredHouse(wired(`watch: { witness: ${settings} }`));
    await house.start();
    const store = new Database(join(dirname(house.pki), 'state.db'));
    store.exec('drop table evidence');
    store.close();
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    const stream = await openStream(house.address(), house.admin());
    house.move(17, 1);
    await stream.next(({ event }) => event === 'incident');
    stream.close();
    expect((await house.ask('/api/status')).flags).not.toContain('undecided');
    expect(house.logged()).toContain('left out of the evidence');
  });

  it('is not held up by a watcher that never answers', async () => {
    const s3 = await startS3(real.wall);
    s3.answers.push('hang');
    house = createWiredHouse(wired(`watch: { heartbeat: { url: "${s3.url}/ping" } }`));
    await house.start();
    await s3.received(1);
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    const stream = await openStream(house.address(), house.admin());
    house.move(17, 1);
    await stream.next(({ data }) => data.kind === 'trigger');
    stream.close();
    await house.stop();
    await s3.stop();
  });
});
