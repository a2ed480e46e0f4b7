import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../../pki/authority.ts';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { issueServer } from '../../pki/issue-server.ts';
import { openStream } from '../event-stream.ts';
import {
  anyPort,
  createPlace,
  type HubProcess,
  type Place,
  runProgram,
  startHub,
} from '../hub-process.ts';

let place: Place;
let hub: HubProcess | undefined;

beforeEach(async () => {
  place = await createPlace(anyPort);
});
afterEach(async () => {
  await hub?.stop();
  hub = undefined;
  await place.remove();
});

/** The serial of the certificate that a new connection is shown, by the app's port or another. */
async function serialAt(address: string, ca?: string): Promise<string> {
  const port = Number(new URL(address).port);
  const socket = connect({
    ...{ host: '127.0.0.1', port, servername: 'localhost' },
    ...(ca === undefined ? { rejectUnauthorized: false } : { ca }),
  });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

/** An authority that phones trust without being asked, as far as this hub is concerned. */
async function writeGiven(folder: string): Promise<string> {
  const other = await createPlace('', { isNew: true });
  await createAuthority(join(other.data, 'pki'), { names: ['hub.example.org'] });
  await issueServer(join(other.data, 'pki'), { hosts: ['hub.example.org', 'localhost'] });
  const { cert, key, rootPem } = readEdgeMaterial(join(other.data, 'pki'));
  await writeFile(join(folder, 'given.key'), key);
  await writeFile(join(folder, 'given.pem'), cert);
  await other.remove();
  return rootPem;
}

describe('the certificate of the hub', () => {
  it('is replaced while it runs; open streams stay, and devices come in as before', async () => {
    hub = await startHub(place);
    const running = hub;
    const before = await serialAt(running.address);
    const stream = await openStream(running.address, running.admin());
    const made = runProgram('pki', ['server', 'sec53.local', 'localhost', '127.0.0.1'], place);
    expect(await made.ended).toBe(0);
    await running.prints(/serving with other certificates/);
    const { ca } = running.admin();
    expect(await serialAt(running.address, ca)).not.toBe(before);
    expect(await serialAt(running.setupAddress, ca)).toBe(await serialAt(running.address, ca));
    expect((await running.send('/api/session')).status).toBe(200);
    await running.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    await stream.next(({ event, data }) => event === 'status' && data.mode === 'off');
    stream.close();
  });

  it('that cannot be used is told of, and the old one goes on', async () => {
    hub = await startHub(place);
    const running = hub;
    const before = await serialAt(running.address);
    await writeFile(join(place.data, 'pki/server.pem'), 'no certificate');
    await running.prints(/certificates changed, and cannot be used/);
    expect(await serialAt(running.address)).toBe(before);
    expect((await running.send('/api/session')).status).toBe(200);
  });

  it('may be one that others made, and follows its file', async () => {
    const root = await writeGiven(place.folder);
    await place.configure(
      'edge: { host: 127.0.0.1, port: 0, setupPort: 0, certificate_file: given.pem, key_file: given.key }\n',
    );
    hub = await startHub(place);
    const running = hub;
    const before = await serialAt(running.address, root);
    // Devices are still known by the hub's own authority.
    const session = await running.send('/api/session', { as: { ...running.admin(), ca: root } });
    expect(session.json.via).toBe('certificate');
    const renewed = await writeGiven(place.folder);
    await running.prints(/serving with other certificates/);
    expect(await serialAt(running.address, renewed)).not.toBe(before);
  });

  it.each([
    ['certificate_file: given.pem', /edge\.certificate_file.*key_file is missing.*name both/],
    ['certificate_file: none.pem, key_file: given.key', /edge\.certificate_file.*none\.pem/],
    ['certificate_file: given.key, key_file: given.pem', /given\.key, .*cannot be used/],
    ['certificate_file: other.pem, key_file: given.key', /the key is another certificate’s/],
  ])('that is not there or does not fit keeps the hub from starting: %s', async (keys, why) => {
    await writeGiven(place.folder);
    await copyFile(join(place.folder, 'given.pem'), join(place.folder, 'other.pem'));
    await writeGiven(place.folder);
    expect(await readFile(join(place.folder, 'other.pem'), 'utf8')).toContain('BEGIN');
    await place.configure(`edge: { host: 127.0.0.1, port: 0, setupPort: 0, ${keys} }\n`);
    const run = runProgram('main', [], place);
    expect(await run.ended).toBe(78);
    expect(run.output()).toMatch(why);
  });
});
