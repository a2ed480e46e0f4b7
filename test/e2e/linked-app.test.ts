import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStream } from '../event-stream.ts';
import { createPlace, type HubProcess, type Place, runProgram, startHub } from '../hub-process.ts';
import { type Credential, type Reply, send } from '../request.ts';

let place: Place;
let hub: HubProcess;
let ca: string;
let phone: Credential;

beforeAll(async () => {
  // No request of a test comes from the network that is named as home.
  place = await createPlace(
    [
      'edge:',
      '  host: 127.0.0.1',
      '  port: 0',
      '  setupPort: 0',
      '  confirm: [disarm, admin]',
      '  homeNetworks: [192.168.77.0/24]',
    ].join('\n'),
  );
  hub = await startHub(place);
  ({ ca } = hub.admin());
  expect(await runProgram('pki', ['issue', 'Tom'], place).ended).toBe(0);
  phone = hub.device('Tom');
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
});

const ask = (path: string, as: Credential, method = 'GET', body?: unknown) =>
  send(`${hub.address}${path}`, { as, method, body });

function withCookie(cookie: string, path: string, method = 'GET', body?: unknown): Promise<Reply> {
  return send(`${hub.address}${path}`, { as: { ca }, method, body, headers: { cookie } });
}

function cookieOf({ headers }: Reply): string {
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

const link = (code: string) => ask('/api/session', { ca }, 'POST', { link: code });

async function startLinkedApp(): Promise<string> {
  const { code } = (await ask('/api/me/link', phone, 'POST')).json;
  const reply = await link(`${code.slice(0, 4)} ${code.slice(4)}`);
  expect(reply.json).toEqual({ name: 'Tom', via: 'link', role: 'member' });
  return cookieOf(reply);
}

async function signInByCode(name: string): Promise<{ cookie: string; codes: string[] }> {
  const run = runProgram('totp', ['enrol', name], place);
  expect(await run.ended).toBe(0);
  const [address = ''] = /otpauth:\S+/.exec(run.output()) ?? [];
  const secret = new URL(address).searchParams.get('secret') ?? '';
  const codes = run.output().match(/[a-z0-9]{4}(-[a-z0-9]{4}){3}/g) ?? [];
  const code = await generate({ secret });
  const reply = await ask('/api/session', { ca }, 'POST', { name, code });
  expect(reply.status).toBe(200);
  return { cookie: cookieOf(reply), codes };
}

describe('the app on the Home Screen', () => {
  it('comes in by a code that its phone’s browser shows, and goes with the phone', async () => {
    const cookie = await startLinkedApp();
    const { device, via } = (await withCookie(cookie, '/api/me')).json;
    expect([device.name, via]).toEqual(['Tom', 'link']);
    const stream = await openStream(hub.address, { ca }, { cookie });
    await ask('/api/devices/Tom/suspend', hub.admin(), 'POST');
    expect((await withCookie(cookie, '/api/session')).status).toBe(401);
    await stream.ended;
    await confirmAdmin();
    await ask('/api/devices/Tom/suspend', hub.admin(), 'DELETE');
    expect((await withCookie(cookie, '/api/session')).status).toBe(200);
  });

  it('shows no code itself, nor does a sign-in by a code alone', async () => {
    const linked = await startLinkedApp();
    const { cookie } = await signInByCode('Tom');
    for (const one of [linked, cookie]) {
      const reply = await withCookie(one, '/api/me/link', 'POST');
      expect([reply.status, reply.json.code]).toEqual([403, 'needs_certificate']);
    }
  });
});

async function confirmAdmin(): Promise<void> {
  const pin = '246813';
  const set = await ask('/api/me/pin', hub.admin(), 'PUT', { pin, current: pin });
  expect(set.status).toBe(204);
  expect((await ask('/api/me/confirm', hub.admin(), 'POST', { pin })).status).toBe(204);
}

describe('a confirmation', () => {
  it('is asked for where the configuration says so, and lasts for this device only', async () => {
    expect(await runProgram('pki', ['issue', 'boss', '--role', 'admin'], place).ended).toBe(0);
    const boss = hub.device('boss');
    const first = await ask('/api/devices', boss, 'POST', { name: 'new' });
    expect(first.json).toMatchObject({ status: 403, code: 'confirmation_needed', methods: [] });
    expect((await ask('/api/me/pin', boss, 'PUT', { pin: '123456' })).status).toBe(204);
    const second = await ask('/api/devices', boss, 'POST', { name: 'new' });
    expect(second.json.methods).toEqual(['pin']);
    const wrong = await ask('/api/me/confirm', boss, 'POST', { pin: '654321' });
    expect([wrong.status, wrong.json.code]).toEqual([403, 'confirmation_failed']);
    expect((await ask('/api/me/confirm', boss, 'POST', { pin: '123456' })).status).toBe(204);
    expect((await ask('/api/devices', boss, 'POST', { name: 'new' })).status).toBe(201);
    // Another PIN takes the old one, or something else that proves who it is.
    await confirmAdmin();
    const tom = await ask('/api/me/pin', phone, 'PUT', { pin: '111111' });
    expect(tom.status).toBe(204);
    const stolen = await ask('/api/me/pin', phone, 'PUT', { pin: '222222', current: '000000' });
    expect(stolen.status).toBe(403);
  });

  it('is asked before ALERT is left, not before it is entered', async () => {
    const armed = await ask('/api/mode', phone, 'PUT', { mode: 'alert', bypass: await allOpen() });
    expect(armed.status).toBe(200);
    const refused = await ask('/api/mode', phone, 'PUT', { mode: 'monitor' });
    expect(refused.json.code).toBe('confirmation_needed');
    await ask('/api/me/confirm', phone, 'POST', { pin: '111111' });
    expect((await ask('/api/mode', phone, 'PUT', { mode: 'monitor' })).status).toBe(200);
  });

  it('of whoever is away with a code alone takes more than a PIN', async () => {
    const { cookie, codes } = await signInByCode('Tom');
    await ask('/api/mode', phone, 'PUT', { mode: 'alert', bypass: await allOpen() });
    await withCookie(cookie, '/api/me/confirm', 'POST', { pin: '111111' });
    const refused = await withCookie(cookie, '/api/mode', 'PUT', { mode: 'off' });
    expect(refused.json).toMatchObject({ code: 'confirmation_needed', methods: ['recovery'] });
    const confirmed = await withCookie(cookie, '/api/me/confirm', 'POST', { recovery: codes[0] });
    expect(confirmed.status).toBe(204);
    expect((await withCookie(cookie, '/api/mode', 'PUT', { mode: 'off' })).status).toBe(200);
  });

  it('cannot be guessed: after five wrong PINs there is a wait, and the certificate works on', async () => {
    const tries = [];
    for (let count = 0; count < 6; count++) {
      tries.push((await ask('/api/me/confirm', phone, 'POST', { pin: '999999' })).status);
    }
    expect(tries).toEqual([403, 403, 403, 403, 403, 429]);
    expect((await ask('/api/status', phone)).status).toBe(200);
  });
});

async function allOpen(): Promise<string[]> {
  const { sensors } = (await hub.send('/api/status')).json;
  return sensors.map(({ id }: { id: string }) => id);
}

describe('sign-ins', () => {
  it('are listed for their owner, and end one by one or all but this', async () => {
    const [one, two, three] = [
      (await signInByCode('boss')).cookie,
      await startLinkedAppOf('boss'),
      await startLinkedAppOf('boss'),
    ];
    const { sessions } = (await withCookie(one, '/api/me')).json;
    expect(sessions.map(({ via }: { via: string }) => via).sort()).toEqual([
      'link',
      'link',
      'totp',
    ]);
    expect(JSON.stringify(sessions)).not.toContain(one.slice('__Host-sid='.length));
    const own = sessions.find(({ isThis }: { isThis: boolean }) => isThis);
    const other = sessions.find(({ isThis }: { isThis: boolean }) => !isThis);
    expect((await withCookie(one, `/api/me/sessions/${other.id}`, 'DELETE')).status).toBe(204);
    const alive = [];
    for (const cookie of [two, three]) alive.push((await withCookie(cookie, '/api/me')).status);
    expect(alive.sort()).toEqual([200, 401]);
    // Nobody ends another person's.
    expect((await ask(`/api/me/sessions/${own.id}`, phone, 'DELETE')).status).toBe(404);
    expect((await withCookie(one, '/api/me/sessions', 'DELETE')).json).toEqual({ ended: 1 });
    expect((await withCookie(one, '/api/me')).status).toBe(200);
  });
});

async function startLinkedAppOf(name: string): Promise<string> {
  const { code } = (await ask('/api/me/link', hub.device(name), 'POST')).json;
  return cookieOf(await link(code));
}

// The last one, since nothing is linked from this address for a while afterwards.
describe('a code that is guessed', () => {
  it('is refused with a wrong code, and after five of them for a while', async () => {
    const wrong = [];
    for (let tries = 0; tries < 6; tries++) wrong.push((await link('x')).status);
    expect(wrong).toEqual([401, 401, 401, 401, 401, 429]);
  });
});
