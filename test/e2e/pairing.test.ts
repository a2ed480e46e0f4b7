import { Agent } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewPairing } from '../../server/protocol.ts';
import { openStream } from '../event-stream.ts';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { identityInProfile, readIdentity } from '../identity.ts';
import { type Credential, type Reply, send } from '../request.ts';

let place: Place;
let hub: HubProcess;
let ca: string;

beforeAll(async () => {
  place = await createPlace(anyPort);
  hub = await startHub(place);
  ({ ca } = hub.admin());
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
});

/** The setup page is found by the hub's name, which this machine may not know. */
function atSetup(link: string, rest = '', method = 'GET'): Promise<Reply> {
  const { pathname } = new URL(link, hub.setupAddress);
  return send(`${hub.setupAddress}${pathname}${rest}`, { as: { ca }, method });
}

async function pair(body: object): Promise<NewPairing> {
  const reply = await hub.send('/api/devices', { method: 'POST', body });
  expect(reply.status).toBe(201);
  return reply.json;
}

/** Everything that a phone does: fetches the profile, and takes the identity out with the passphrase. */
async function install(pairing: NewPairing): Promise<Credential> {
  const profile = await atSetup(pairing.link, '/sec53.mobileconfig');
  expect(profile.status).toBe(200);
  expect(profile.headers['content-type']).toBe('application/x-apple-aspen-config');
  expect(profile.text).not.toContain(pairing.passphrase);
  return readIdentity(identityInProfile(profile.text), pairing.passphrase, ca);
}

async function addDevice(body: object): Promise<Credential> {
  return install(await pair(body));
}

const ask = (path: string, as: Credential, method = 'GET', body?: unknown) =>
  send(`${hub.address}${path}`, { as, method, body });

describe('the setup port', () => {
  it('serves the first admin until they came in, and then only while somebody is being paired', async () => {
    const root = await atSetup('/sec53-ca.crt');
    expect([root.status, root.headers['content-type'], root.text]).toEqual([
      200,
      'application/x-x509-ca-cert',
      ca,
    ]);
    await hub.send('/api/status');
    expect((await atSetup('/sec53-ca.crt')).status).toBe(403);
    expect((await atSetup('/')).status).toBe(403);
    const { id, link } = await pair({ name: 'nobody' });
    expect((await atSetup('/sec53-ca.crt')).text).toBe(ca);
    expect((await atSetup(link)).status).toBe(200);
    expect((await hub.send(`/api/pairings/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await atSetup(link)).status).toBe(403);
  });

  it('knows nothing of the app, and takes no writes', async () => {
    const { id } = await pair({ name: 'nobody' });
    expect((await atSetup('/api/status')).status).toBe(404);
    expect((await atSetup('/', '', 'POST')).status).toBe(405);
    await hub.send(`/api/pairings/${id}`, { method: 'DELETE' });
  });
});

describe('a pairing', () => {
  it('lets a phone in, step by step, and shows how far it got', async () => {
    const pairing = await pair({ name: 'Tom’s phone', person: 'Tom' });
    expect(new URL(pairing.link).pathname).toMatch(/^\/pair\/[\w-]{22}$/);
    expect(pairing.passphrase).toMatch(/^[A-Za-z0-9-]{14,}$/);
    expect(pairing.rootFingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(pairing.qr).toContain('<svg');
    const progress = async () => (await hub.send(`/api/pairings/${pairing.id}`)).json;
    const none = { root: false, identity: false, opened: false, app: false, away: false };
    expect(await progress()).toMatchObject(none);

    const page = await atSetup(pairing.link);
    expect(page.text).not.toContain(pairing.passphrase);
    expect(page.text).not.toContain(pairing.rootFingerprint);
    await atSetup('/sec53-ca.crt');
    expect(await progress()).toMatchObject({ ...none, root: true });
    // Nobody is in the registry before the identity was fetched.
    expect((await hub.send('/api/devices')).json.devices).toHaveLength(1);

    const phone = await install(pairing);
    expect(await progress()).toMatchObject({ ...none, root: true, identity: true });
    expect((await ask('/api/session', phone)).json).toEqual({
      name: 'Tom',
      via: 'certificate',
      role: 'member',
    });
    await ask('/api/me/opened', phone, 'POST', { display: 'standalone' });
    expect(await progress()).toMatchObject({
      ...none,
      ...{ root: true, identity: true, opened: true, app: true },
    });
    const steps = JSON.parse((await atSetup(pairing.link, '/progress')).text);
    expect(steps).toEqual(await progress());
  });

  it('gives the key once, to one at a time, and never again', async () => {
    const { link } = await pair({ name: 'once' });
    expect((await atSetup(link, '/sec53.p12', 'HEAD')).status).toBe(200);
    expect((await atSetup(link, '/sec53.p12')).status).toBe(200);
    expect((await atSetup(link, '/sec53.p12')).status).toBe(410);
    expect((await atSetup(link, '/sec53.mobileconfig')).status).toBe(410);
  });

  it('refuses a name that is taken or no name, a guess at a link, and whoever may not', async () => {
    const taken = await hub.send('/api/devices', { method: 'POST', body: { name: 'once' } });
    expect([taken.status, taken.json.code]).toEqual([409, 'taken']);
    for (const name of ['', '.hidden', 'a/b', 'x'.repeat(65), 'line\nbreak']) {
      const reply = await hub.send('/api/devices', { method: 'POST', body: { name } });
      expect([name, reply.status, reply.json.errors[0].path]).toEqual([name, 400, 'name']);
    }
    const member = await addDevice({ name: 'Ann' });
    expect((await ask('/api/devices', member, 'POST', { name: 'x' })).status).toBe(403);
    await pair({ name: 'waiting' });
    expect((await atSetup(`/pair/${'A'.repeat(22)}`)).status).toBe(404);
    expect((await atSetup(`/pair/${'A'.repeat(22)}/sec53.p12`)).status).toBe(404);
  });

  it('renews a certificate, while the old one stays good until the new one is there', async () => {
    const old = await addDevice({ name: 'tablet', person: 'Ann', days: 30 });
    expect((await ask('/api/devices/Ann/renew', old, 'POST')).status).toBe(404);
    const renewal = await ask('/api/devices/tablet/renew', old, 'POST');
    expect(renewal.status).toBe(201);
    const fresh = await install(renewal.json);
    expect((await ask('/api/session', old)).status).toBe(200);
    expect((await ask('/api/session', fresh)).json.name).toBe('Ann');
    expect((await ask('/api/session', old)).status).toBe(401);
    const { devices } = (await hub.send('/api/devices')).json;
    expect(devices.find(({ name }: { name: string }) => name === 'tablet')).toMatchObject({
      ...{ person: 'Ann', renewedUntil: null, revokedAt: null },
    });
  });
});

describe('a device', () => {
  it('is out on its next request when it is ended, its kept connection and stream too', async () => {
    const phone = await addDevice({ name: 'lost', person: 'Tom' });
    const stream = await openStream(hub.address, phone);
    expect((await hub.send('/api/devices/lost', { method: 'DELETE' })).status).toBe(204);
    expect((await ask('/api/status', phone)).status).toBe(401);
    await stream.ended;
    // The other phone of the same person stays in.
    const { devices } = (await hub.send('/api/devices')).json;
    expect(devices.find(({ name }: { name: string }) => name === 'Tom’s phone').revokedAt).toBe(
      null,
    );
  });

  it('is suspended by any member, and let in again by an admin only', async () => {
    const member = await addDevice({ name: 'Sue' });
    const other = await addDevice({ name: 'Bob' });
    const { phones } = (await ask('/api/phones', member)).json;
    expect(phones).toContainEqual({ name: 'Bob', person: 'Bob', suspended: false });
    const stream = await openStream(hub.address, other);
    expect((await ask('/api/devices/Bob/suspend', member, 'POST')).status).toBe(204);
    await stream.ended;
    expect((await ask('/api/session', other)).status).toBe(401);
    expect((await ask('/api/devices/Bob/suspend', member, 'DELETE')).status).toBe(403);
    expect((await hub.send('/api/devices/Bob/suspend', { method: 'DELETE' })).status).toBe(204);
    expect((await ask('/api/session', other)).status).toBe(200);
  });

  it('keeps its history under another name', async () => {
    const phone = await addDevice({ name: 'before', person: 'Sue' });
    const renamed = await hub.send('/api/devices/before', {
      method: 'PUT',
      body: { name: 'after' },
    });
    expect(renamed.json).toMatchObject({ name: 'after', person: 'Sue' });
    expect((await ask('/api/me', phone)).json.device.name).toBe('after');
    const taken = await hub.send('/api/devices/after', { method: 'PUT', body: { name: 'Sue' } });
    expect(taken.status).toBe(409);
  });
});

describe('whatever was begun before', () => {
  it('by an admin who goes, or is less now, or whose phone is suspended, leads nowhere', async () => {
    for (const [name, end] of [
      [
        'admin gone',
        (name: string) => hub.send(`/api/people/${encodeURIComponent(name)}`, { method: 'DELETE' }),
      ],
      [
        'admin ended',
        (name: string) =>
          hub.send(`/api/devices/${encodeURIComponent(name)}`, { method: 'DELETE' }),
      ],
      [
        'admin lost',
        (name: string) =>
          hub.send(`/api/devices/${encodeURIComponent(name)}/suspend`, { method: 'POST' }),
      ],
      [
        'admin less',
        (name: string) =>
          hub.send(`/api/people/${encodeURIComponent(name)}`, {
            method: 'PUT',
            body: { role: 'member' },
          }),
      ],
    ] as const) {
      const phone = await addDevice({ name, role: 'admin' });
      const { link } = (
        await ask('/api/devices', phone, 'POST', { name: `of ${name}`, role: 'admin' })
      ).json;
      expect((await end(name)).status).toBeLessThan(300);
      expect([name, (await atSetup(link, '/sec53.p12')).status]).not.toEqual([name, 200]);
    }
  });

  it('also while its key was still being made', async () => {
    const phone = await addDevice({ name: 'in a hurry', role: 'admin' });
    const body = { name: 'of a hurry', person: 'Nobody', role: 'admin' };
    const [begun, less] = await Promise.all([
      ask('/api/devices', phone, 'POST', body),
      ask('/api/people/in%20a%20hurry', hub.admin(), 'PUT', { role: 'guest' }),
    ]);
    expect(less.status).toBe(200);
    if (begun.status === 201) {
      expect((await atSetup(begun.json.link, '/sec53.p12')).status).not.toBe(200);
    }
    const { people } = (await hub.send('/api/people')).json;
    expect(people.map(({ name }: { name: string }) => name)).not.toContain('Nobody');
  });

  it('under one name leads to one device, whoever was faster', async () => {
    const replies = await Promise.all(
      ['P1', 'P2'].map(person =>
        hub.send('/api/devices', { method: 'POST', body: { name: 'double', person } }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    const phone = await addDevice({ name: 'renewed twice', person: 'P3', days: 30 });
    const renewals = await Promise.all(
      [1, 2, 3].map(() => ask('/api/devices/renewed%20twice/renew', phone, 'POST')),
    );
    expect(renewals.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('for a device that was renamed leads nowhere, and uses nothing up', async () => {
    const phone = await addDevice({ name: 'carp', person: 'P4', days: 30 });
    const { link } = (await ask('/api/devices/carp/renew', phone, 'POST')).json;
    await hub.send('/api/devices/carp', { method: 'PUT', body: { name: 'trout' } });
    expect((await atSetup(link, '/sec53.p12')).status).not.toBe(200);
    expect((await ask('/api/session', phone)).status).toBe(200);
  });

  it('by a phone that has long to go is for an admin to begin', async () => {
    const phone = await addDevice({ name: 'fresh', person: 'P5' });
    const own = await ask('/api/devices/fresh/renew', phone, 'POST');
    expect([own.status, own.json.code]).toEqual([409, 'not_possible']);
    expect((await hub.send('/api/devices/fresh/renew', { method: 'POST' })).status).toBe(201);
  });

  it('gives the role that the person has now', async () => {
    await addDevice({ name: 'Kim', role: 'admin' });
    const second = await pair({ name: 'Kim’s tablet', person: 'Kim' });
    // Kim’s own pairings end with the change, so this one is of later.
    await hub.send('/api/people/Kim', { method: 'PUT', body: { role: 'guest' } });
    expect((await atSetup(second.link, '/sec53.p12')).status).not.toBe(200);
    const third = await addDevice({ name: 'Kim’s tablet', person: 'Kim' });
    expect((await ask('/api/session', third)).json.role).toBe('guest');
  });

  it('does not keep a phone suspended that was ended and added anew', async () => {
    await addDevice({ name: 'Ray' });
    await hub.send('/api/devices/Ray/suspend', { method: 'POST' });
    await hub.send('/api/devices/Ray', { method: 'DELETE' });
    const again = await addDevice({ name: 'Ray' });
    expect((await ask('/api/session', again)).status).toBe(200);
  });

  it('ends with its connection when the device is shut out', async () => {
    const phone = await addDevice({ name: 'kept open' });
    const agent = new Agent({ ...phone, keepAlive: true, maxSockets: 1, servername: 'localhost' });
    const reply = await send(`${hub.address}/api/status`, { agent });
    expect(reply.status).toBe(200);
    const [socket] = Object.values(agent.freeSockets).flatMap(sockets => sockets ?? []);
    const closed = new Promise(resolve => socket?.once('close', resolve));
    await hub.send('/api/devices/kept%20open', { method: 'DELETE' });
    await closed;
    agent.destroy();
  });
});

describe('a person', () => {
  it('goes with everything that was theirs, and the hub says what it cannot end', async () => {
    const phone = await addDevice({ name: 'Eve’s phone', person: 'Eve', role: 'admin' });
    await ask('/api/people/Eve/authenticator', phone, 'POST');
    await ask('/api/devices', phone, 'POST', { name: 'hers' });
    const removal = await hub.send('/api/people/Eve', { method: 'DELETE' });
    expect(removal.json).toMatchObject({
      ended: { devices: ['Eve’s phone'], authenticator: true, recoveryCodes: 10 },
      stillThere: expect.arrayContaining([expect.stringMatching(/Wi-Fi/)]),
    });
    expect((await ask('/api/session', phone)).status).toBe(401);
    const { people } = (await hub.send('/api/people')).json;
    expect(people.map(({ name }: { name: string }) => name)).not.toContain('Eve');
  });

  it('who is the last admin cannot go, nor be less', async () => {
    for (const [path, method, body] of [
      ['/api/people/admin', 'DELETE', undefined],
      ['/api/devices/admin', 'DELETE', undefined],
      ['/api/people/admin', 'PUT', { role: 'member' }],
    ] as const) {
      const reply = await hub.send(path, { method, body });
      expect([path, method, reply.status, reply.json.code]).toEqual([
        path,
        method,
        409,
        'last_admin',
      ]);
    }
  });

  it('who is a guest sees now, until their last moment', async () => {
    const guest = await addDevice({ name: 'cleaner', role: 'guest' });
    expect((await ask('/api/status', guest)).json.incident).toBe(null);
    for (const path of ['/api/people', '/api/devices', '/api/phones', '/api/audit']) {
      expect([path, (await ask(path, guest)).status]).toEqual([path, 403]);
    }
    const end = await hub.send('/api/people/cleaner', {
      method: 'PUT',
      body: { endsAt: new Date(Date.now() - 1000).toISOString() },
    });
    expect(end.json.role).toBe('guest');
    expect((await ask('/api/status', guest)).status).toBe(401);
  });
});
