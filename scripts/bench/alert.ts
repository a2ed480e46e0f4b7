import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPushService } from '../../test/fakes/push-service.ts';
import { startSmsBroadcast } from '../../test/fakes/sms-broadcast.ts';
import { startMariadb } from '../../test/mariadb.ts';
import { readCredential, send } from '../../test/request.ts';
import type { AlertTask, StormMemory } from './alert-hub.ts';
import type { Bench, Findings } from './bench.ts';
import { steadyMs } from './clock.ts';
import { startHelper } from './helper.ts';
import { anyPort, createPlace, makeDataFolder } from './hub.ts';
import { percentile, round } from './statistics.ts';

const samples = 300;
const storm = 1000;
const sensors = Array.from({ length: 10 }, (_, line) => line);

/**
 * From a trip to the moments at which both requests are at their companies, which are on this machine and
 * in another process: the text message by http, the push by https, encrypted. With a history that works,
 * and with a MariaDB that was stopped.
 */
export async function benchAlert(bench: Bench): Promise<Findings> {
  bench.note(`${samples} alarms, with SQLite`);
  const well = await timeAlarms(bench, undefined);
  bench.note(`${samples} alarms, MariaDB stopped`);
  const mariadb = await startMariadb();
  bench.defer(() => mariadb.remove());
  const url = await mariadb.createDatabase('alert');
  await mariadb.kill();
  const away = await timeAlarms(bench, url);
  const result = {
    p50_ms: well.p50_ms,
    p99_ms: well.p99_ms,
    sms_p50_ms: well.sms_p50_ms,
    push_p50_ms: well.push_p50_ms,
    database_stopped: { p50_ms: away.p50_ms, p99_ms: away.p99_ms },
    storm: well.storm,
  };
  const lines = [
    `both requests are there ${result.p50_ms} ms after the trip, p99 ${result.p99_ms} (text ${result.sms_p50_ms}, push ${result.push_p50_ms})`,
    `with MariaDB stopped after ${away.p50_ms} ms, p99 ${away.p99_ms}`,
    `${storm} trips in a minute: ${JSON.stringify(well.storm)}`,
  ];
  return { lines, result };
}

async function timeAlarms(bench: Bench, history: string | undefined) {
  const company = await startSmsBroadcast();
  bench.defer(() => company.stop());
  const service = await startPushService();
  bench.defer(() => service.close());
  let texts: number[] = [];
  let pushes: number[] = [];
  let onArrival: () => void = () => undefined;
  company.decide = () => {
    texts.push(steadyMs());
    onArrival();
    return { kind: 'ok' };
  };
  service.answerWith(() => {
    pushes.push(steadyMs());
    onArrival();
    return { status: 201 };
  });

  const place = await createPlace(bench);
  await makeDataFolder(bench, place);
  await place.configure(
    [
      anyPort,
      ...(history ? [`history: { url: ${JSON.stringify(history)} }`] : []),
      'sensors:',
      '  driver: onoff',
      '  list:',
      ...sensors.map(
        line =>
          `    - { id: box-${line}, kind: contact, line: ${line}, zone: 24-hour, glitchMs: 0, settleMs: 0 }`,
      ),
      'notify:',
      '  sms:',
      ...['provider: smsbroadcast', `url: "${company.url}/api-adv.php"`, 'username: owner'].map(
        line => `    ${line}`,
      ),
      '    password: secret',
      '    recipients: ["+61400000001"]',
      '    dailyCap: 1000',
      `  push: { subject: "mailto:owner@example.com", hosts: ["${service.host}"] }`,
      // A sensor that raises one alarm after another would send no text messages from the third on.
      '  swinger: { alarms: 0 }',
    ].join('\n'),
  );
  const admin = readCredential(join(place.data, 'pki'), 'admin');
  const task: AlertTask = {
    config: join(place.folder, 'sec53.yaml'),
    dataFolder: place.data,
    assets: join(bench.programs, '../client'),
    ...{ admin, samples, gapMs: 0, storm },
  };
  const hub = startHelper(bench, 'alert-hub', task, { NODE_EXTRA_CA_CERTS: service.caFile });
  const { address } = await hub.next<{ address: string }>();
  const own = `${address}/api/push/subscription`;
  const { publicKey } = (await send(own, { as: admin })).json;
  await send(own, { as: admin, method: 'PUT', body: service.subscribe(publicKey) });

  const delays: { sms: number; push: number }[] = [];
  for (let sample = 0; sample < samples; sample++) {
    [texts, pushes] = [[], []];
    const both = new Promise<void>(resolve => {
      onArrival = () => {
        if (texts.length > 0 && pushes.length > 0) resolve();
      };
    });
    hub.tell('alarm');
    const at = await hub.next<number>();
    await both;
    delays.push({ sms: (texts[0] ?? 0) - at, push: (pushes[0] ?? 0) - at });
    hub.tell('answer');
    await hub.next();
    // The answers are noted, and the history takes its rows, before the next alarm.
    await pause(30);
  }

  [texts, pushes] = [[], []];
  const memory = history ? undefined : await runStorm();
  hub.tell('end');
  await hub.stop();
  const later = delays.map(({ sms, push }) => Math.max(sms, push));
  return {
    p50_ms: round(percentile(later, 0.5)),
    p99_ms: round(percentile(later, 0.99)),
    sms_p50_ms: round(
      percentile(
        delays.map(({ sms }) => sms),
        0.5,
      ),
    ),
    push_p50_ms: round(
      percentile(
        delays.map(({ push }) => push),
        0.5,
      ),
    ),
    storm: memory && { ...memory, trips: storm, texts: texts.length, pushes: pushes.length },
  };

  async function runStorm(): Promise<StormMemory> {
    bench.note(`${storm} trips in a minute that nobody answers`);
    hub.tell('storm');
    return hub.next<StormMemory>();
  }
}
