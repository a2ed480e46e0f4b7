import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import createMdns, { type MulticastDNS, type ResponsePacket } from 'multicast-dns';
import { afterEach, expect, it } from 'vitest';
import { createLog } from '../server/log.ts';
import { answerForNames, type NameOnNetwork } from '../server/mdns.ts';

/** A port of its own, so that nobody else answers. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** Some machines have no network that carries multicast. */
async function hasMulticast(): Promise<boolean> {
  const port = await freePort();
  const [one, two] = [createMdns({ port }), createMdns({ port })];
  const heard = new Promise<boolean>(resolve => {
    one.on('query', () => resolve(true));
    one.on('error', () => resolve(false));
    two.on('ready', () => two.query({ questions: [{ name: 'x.local', type: 'A' }] }));
    setTimeout(() => resolve(false), 3000).unref();
  });
  const answer = await heard;
  one.destroy();
  two.destroy();
  return answer;
}

const canHear = await hasMulticast();
if (!canHear) console.warn('the tests of multicast DNS are skipped: the network carries none');

const open: (MulticastDNS | NameOnNetwork)[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) {
    if ('stop' in one) await one.stop();
    else one.destroy();
  }
});

async function createNetwork() {
  const socket = { port: await freePort() };
  const phone = createMdns(socket);
  open.push(phone);
  await once(phone, 'ready');
  let logged = '';
  const log = createLog(line => {
    logged += line;
  });
  return { socket, phone, log, logged: () => logged };
}

/** The first answer about a name. */
function ask(phone: MulticastDNS, name: string): Promise<unknown> {
  return new Promise(resolve => {
    phone.on('response', ({ answers = [] }: ResponsePacket) => {
      const found = answers.find(answer => answer.name === name);
      if (found) resolve('data' in found ? found.data : undefined);
    });
    phone.query({ questions: [{ name, type: 'A' }] });
  });
}

it.skipIf(!canHear)(
  'answers for its .local names in the home, in any spelling, and for no other',
  async () => {
    const { socket, phone, log } = await createNetwork();
    const addresses = () => ['192.168.1.20', 'fd00::20'];
    const names = ['Sec53.local', 'hub.example.org'];
    open.push(await answerForNames(names, { log, addresses, socket }));
    expect(await ask(phone, 'sec53.local')).toBe('192.168.1.20');
  },
);

it.skipIf(!canHear)('leaves a name to the machine that has it, and says so', async () => {
  const { socket, phone, log, logged } = await createNetwork();
  const other = createMdns(socket);
  open.push(other);
  await once(other, 'ready');
  const data = '192.168.1.7';
  other.on('query', () => other.respond([{ name: 'sec53.local', type: 'A', ttl: 120, data }]));
  open.push(
    await answerForNames(['sec53.local'], { log, addresses: () => ['192.168.1.20'], socket }),
  );
  expect(await ask(phone, 'sec53.local')).toBe(data);
  expect(logged()).toContain(data);
});

it('does nothing for a hub without a .local name', async () => {
  const { log, logged } = await createNetwork();
  await (await answerForNames(['hub.example.org'], { log })).stop();
  expect(logged()).toBe('');
});
