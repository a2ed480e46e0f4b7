import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createSetup } from '../../server/http/setup/setup.ts';
import { createLog } from '../../server/log.ts';
import type { Devices } from '../../server/people/devices.ts';
import { createPairings } from '../../server/people/pairings.ts';
import type { Persons } from '../../server/people/persons.ts';

let close: () => void = () => undefined;
afterEach(() => close());

/** Serves it to a caller from somewhere; where from only the test knows. */
async function serve(handle: RequestListener, from: string): Promise<string> {
  const server = createServer((request, response) => {
    Object.defineProperty(request.socket, 'remoteAddress', { value: from, configurable: true });
    handle(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  close = () => server.close();
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

function createOpenSetup(): RequestListener {
  const pairings = createPairings({
    devices: {} as Devices,
    persons: {} as Persons,
    make: () => Promise.reject(new Error('nothing is made here')),
    transaction: work => work(),
    audit: () => undefined,
    now: Date.now,
  });
  return createSetup({
    ...{ rootPem: 'ROOT', hubUrl: () => 'https://sec53.local:8443', isStrict: false },
    ...{ pairings, devices: {} as Devices, isFirstPending: () => true },
    log: createLog(() => undefined),
  });
}

it.each([
  ['192.168.1.7', 200],
  ['::ffff:10.0.0.7', 200],
  ['fe80::7%eth0', 200],
  ['fd00::7', 200],
  ['203.0.113.7', 403],
  ['::ffff:203.0.113.7', 403],
  ['100.64.0.7', 403],
  ['2001:db8::7', 403],
  ['', 403],
])('the setup port answers %s with %i', async (from, status) => {
  const address = await serve(createOpenSetup(), from);
  for (const path of ['/', '/sec53-ca.crt']) {
    expect([path, (await fetch(address + path)).status]).toEqual([path, status]);
  }
});
