import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PushService, startPushService } from '../fakes/push-service.ts';
import { failAQuarter, type SmsBroadcast, startSmsBroadcast } from '../fakes/sms-broadcast.ts';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { createLuck } from '../luck.ts';
import { until } from '../until.ts';

// The long form is run by hand: ALERT_KILLS=200 npm test -- test/e2e/alert-crash.test.ts
const kills = Number(process.env.ALERT_KILLS ?? 30);
/** Each sensor trips once; together more than a hub sees in one life, and less than the day's cap. */
const zones = kills * 4;
const number = '61400000001';

let company: SmsBroadcast;
let service: PushService;
let place: Place;

beforeAll(async () => {
  const seed = randomInt(2 ** 32);
  process.stdout.write(`seed ${seed}\n`);
  const luck = createLuck(seed);
  company = await startSmsBroadcast();
  company.decide = failAQuarter(luck);
  service = await startPushService();
  service.answerWith(() =>
    luck(4) === 0 ? { status: luck(2) === 0 ? 500 : 429 } : { status: 201 },
  );
  place = await createPlace();
});
afterAll(async () => {
  await place?.remove();
  await service?.close();
  await company?.stop();
});

/** A day's worth of trips: one every 108 seconds at 800 of them. */
async function configure(file: string, speed: number): Promise<void> {
  await place.configure(`
timeZone: UTC
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors: { driver: replay, replay: { file: ${file}, speed: ${speed} } }
alarm: { initialMode: alert, confirmWindow: 0, duration: 900 }
notify:
  sms:
    provider: smsbroadcast
    url: "${company.url}/api-adv.php"
    username: owner
    password: secret
    recipients: ["+${number}"]
    dailyCap: 1000
    gap: 0
  push: { subject: "mailto:owner@example.com", hosts: ["${service.host}"] }
  repeat: { pushFor: 0, smsAfter: 0 }
`);
}

const start = () => startHub(place, { NODE_EXTRA_CA_CERTS: service.caFile });

async function subscribe(hub: HubProcess): Promise<void> {
  const { publicKey } = (await hub.send('/api/push/subscription')).json;
  const body = service.subscribe(publicKey);
  const { status } = await hub.send('/api/push/subscription', { method: 'PUT', body });
  expect(status).toBe(200);
}

/** The sensor that a message tells of: the newest, which is named after the first. */
function zoneOf(text: string): number | undefined {
  const named = [...text.matchAll(/zone-(\d+) opened/g)].map(([, index]) => Number(index));
  return named[1] ?? named[0];
}

/** By sensor, the messages that arrived of it. */
function sort(texts: readonly string[]): Map<number, string[]> {
  const sorted = new Map<number, string[]>();
  for (const text of texts) {
    const zone = zoneOf(text);
    if (zone !== undefined) sorted.set(zone, [...(sorted.get(zone) ?? []), text]);
  }
  return sorted;
}

const texts = () => sort(company.delivered.get(number) ?? []);
const pushes = () =>
  sort(
    service.received.flatMap(({ text, answer }) => {
      const isTaken = typeof answer === 'object' && answer.status === 201;
      return isTaken ? [JSON.parse(text).notification.body] : [];
    }),
  );

function leftOver(): { unknown: number; open: number } {
  const state = new Database(join(place.data, 'state.db'), { readonly: true });
  const count = (statuses: string) =>
    Number(
      state.prepare(`select count(*) from outbox where status in (${statuses})`).pluck().get(),
    );
  const left = { unknown: count("'unknown'"), open: count("'pending', 'sending'") };
  state.close();
  return left;
}

it('delivers every step of an incident, and nothing twice but what was under way, marked', async () => {
  const from = Date.parse('2026-03-01T00:00:00Z');
  const everyMs = Math.floor(86_400_000 / zones);
  const lines = Array.from({ length: zones }, (_, index) => {
    const at = new Date(from + index * everyMs).toISOString();
    const line = (value: string) =>
      JSON.stringify({ at, sensor: `zone-${index}`, kind: 'contact', value });
    // A first level is no trip.
    return `${line('closed')}\n${line('open')}`;
  });
  await writeFile(join(place.folder, 'nothing.jsonl'), '');
  await writeFile(join(place.folder, 'day.jsonl'), lines.join('\n'));

  await configure('nothing.jsonl', 0);
  const first = await start();
  await subscribe(first);
  await first.stop();
  // Some twenty trips a second.
  await configure('day.jsonl', (everyMs * 20) / 1000);
  for (let kill = 0; kill < kills; kill++) {
    const hub = await start();
    for (let requests = randomInt(40); requests >= 0; requests--) await hub.send('/healthz');
    await hub.kill();
  }
  await configure('day.jsonl', 0);
  const last = await start();
  await until(async () => {
    const { incident } = (await last.send('/api/status')).json;
    return incident.trips.length === zones && leftOver().open === 0 ? true : undefined;
  });
  const { unknown } = leftOver();
  await last.stop();

  for (const delivered of [texts(), pushes()]) {
    const missing = zones - delivered.size;
    // Cut off twice while it was sent: it may have arrived, and is shown as such.
    expect(missing).toBeLessThanOrEqual(unknown);
    for (const [zone, messages] of delivered) {
      expect(messages.length, `zone ${zone}: ${messages.join(' | ')}`).toBeLessThanOrEqual(2);
      const unmarked = messages.filter(text => !text.startsWith('(repeat) '));
      expect(unmarked.length, `zone ${zone}: ${messages.join(' | ')}`).toBeLessThanOrEqual(1);
      if (messages.length === 2) expect(messages[1]).toMatch(/^\(repeat\) /);
    }
  }
  const repeated = [...texts().values(), ...pushes().values()].filter(({ length }) => length > 1);
  process.stdout.write(`${kills} kills, ${repeated.length} sent once more, ${unknown} unknown\n`);
}, 1_800_000);
