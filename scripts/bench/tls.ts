import { join } from 'node:path';
import { send } from '../../test/request.ts';
import type { BareTask } from './bare-server.ts';
import type { Bench, Findings } from './bench.ts';
import { startHelper } from './helper.ts';
import { anyPort, createPlace, makeDataFolder, startHub } from './hub.ts';
import { median, ratio } from './statistics.ts';
import type { LoadTask } from './tls-load.ts';

const rounds = 3;
const roundMs = 2000;
const connections = 16;

/** Handshakes and requests a second, the hub's and those of a bare server with its certificates. */
export async function benchTls(bench: Bench): Promise<Findings> {
  const place = await createPlace(bench);
  await makeDataFolder(bench, place);
  await place.configure(anyPort);
  const hub = await startHub(bench, place);
  const as = hub.admin();
  const { text } = await send(`${hub.address}/api/session`, { as });
  const pki = join(place.data, 'pki');
  const bare: BareTask = { pki, body: text, frame: '', samples: 0, gapMs: 0 };
  const server = startHelper(bench, 'bare-server', bare);
  const { port } = await server.next<{ port: number }>();
  const hubPort = Number(new URL(hub.address).port);

  async function load(what: LoadTask['what'], to: number): Promise<number> {
    const task: LoadTask = { port: to, as, what, connections, ms: roundMs };
    const helper = startHelper(bench, 'tls-load', task);
    const perSecond = await helper.next<number>();
    await helper.stop();
    return perSecond;
  }

  async function compare(what: LoadTask['what']) {
    const ours: number[] = [];
    const floors: number[] = [];
    // The first round warms both up. By turns, so that both meet the same machine.
    for (let turn = 0; turn <= rounds; turn++) {
      const [floor, own] = [await load(what, port), await load(what, hubPort)];
      bench.note(`${what}, ${turn} of ${rounds}: ${Math.round(own)} and bare ${Math.round(floor)}`);
      if (turn === 0) continue;
      floors.push(floor);
      ours.push(own);
    }
    return { own: Math.round(median(ours)), floor: Math.round(median(floors)) };
  }

  const handshakes = await compare('handshakes');
  const requests = await compare('requests');
  const rss_mb = hub.memoryMb('VmHWM');
  await server.stop();
  await hub.stop();
  const result = {
    handshake_ratio: ratio(handshakes.own, handshakes.floor),
    request_ratio: ratio(requests.own, requests.floor),
    handshakes_per_s: handshakes.own,
    requests_per_s: requests.own,
    floor_handshakes_per_s: handshakes.floor,
    floor_requests_per_s: requests.floor,
    rss_mb,
  };
  const lines = [
    `${handshakes.own} handshakes a second, ${result.handshake_ratio} of a bare server (${handshakes.floor})`,
    `${requests.own} requests a second, ${result.request_ratio} of a bare server (${requests.floor}); at most ${rss_mb} MB`,
  ];
  return { lines, result };
}
