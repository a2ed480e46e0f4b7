import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../pki/authority.ts';
import { signCertificate } from '../../pki/certificate.ts';
import { issueDevice } from '../../pki/issue-device.ts';
import { readIssuer } from '../../pki/issuer.ts';
import { deviceTemplate } from '../../pki/templates.ts';
import { allRoutes } from '../all-routes.ts';
import { openStream } from '../event-stream.ts';
import {
  anyPort,
  createPlace,
  type HubProcess,
  type Place,
  runProgram,
  startHub,
} from '../hub-process.ts';
import { type Credential, readCredential, send } from '../request.ts';

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

/** A device that the hub's own client issuer signed, but nobody registered. */
function sign(
  purpose: 'clientAuth' | 'serverAuth' | null,
  days = 10,
  start = new Date(),
): Credential {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const template = deviceTemplate('0badc0de', { now: start, days }, 'admin');
  const spki = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const issuer = readIssuer(join(place.data, 'pki'), 'client-issuer');
  const cert = signCertificate({ ...template, purpose }, spki, issuer);
  return { ca, cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

async function expectNothing(as: Credential, headers: Record<string, string> = {}): Promise<void> {
  for (const { method, path, access } of allRoutes()) {
    const body = method === 'GET' ? undefined : {};
    const reply = await send(`${hub.address}${path}`, { as, method, body, headers });
    if (access === 'public') expect([200, 400, 401, 409]).toContain(reply.status);
    else
      expect([method, path, reply.status, reply.json.code]).toEqual([
        method,
        path,
        401,
        'unauthenticated',
      ]);
  }
  for (const path of [
    '/api/none',
    '/api/',
    '/metrics',
    '/api/../api/status',
    '/healthz/x',
    '/none.js',
  ]) {
    expect((await send(`${hub.address}${path}`, { as, headers })).status).toBe(401);
  }
}

describe('a stranger gets nothing but the sign-in page', () => {
  it('without a certificate', () => expectNothing({ ca }));

  it('with forged headers and a made-up cookie', () =>
    expectNothing(
      { ca },
      {
        'x-ssl-client-verify': 'SUCCESS',
        'x-ssl-client-cert': encodeURIComponent(hub.admin().cert ?? ''),
        'x-client-cert': 'admin',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-user': 'admin',
        authorization: 'Basic YWRtaW46YWRtaW4=',
        cookie: '__Host-sid=AAAA; __Host-sid=BBBB; sid=admin',
      },
    ));

  it('with a certificate of a foreign authority', async () => {
    const foreign = await createPlace('', { isNew: true });
    await createAuthority(foreign.data, { names: ['sec53.local'] });
    await issueDevice(foreign.data, { name: 'admin', role: 'admin' });
    await expectNothing({ ...readCredential(foreign.data, 'admin'), ca });
    await foreign.remove();
  });

  it('with a certificate of the right authority that is in no registry', () =>
    expectNothing(sign('clientAuth')));
  it('with a certificate for servers', () => expectNothing(sign('serverAuth')));
  it('with a certificate without a purpose', () => expectNothing(sign(null)));
  it('with a certificate that has ended', () =>
    expectNothing(sign('clientAuth', 1, new Date(Date.now() - 10 * 86_400_000))));
  it('with the server’s own certificate', () => {
    const read = (file: string) => readFileSync(join(place.data, 'pki', file), 'utf8');
    const { key } = sign(null);
    // Its key stays encrypted on the hub; without it there is no handshake at all.
    return expect(
      send(`${hub.address}/`, { as: { ca, cert: read('server.pem'), key: key ?? '' } }),
    ).rejects.toThrow();
  });

  it.each(['TLSv1.3', 'TLSv1.2'] as const)(
    'by resuming a session without a certificate (%s)',
    async version => {
      const port = Number(new URL(hub.address).port);
      const open = async (
        session?: Buffer,
      ): Promise<{ socket: TLSSocket; answer: string; session: Buffer }> => {
        const socket = connect({
          ...{ host: '127.0.0.1', servername: 'localhost', port, ca, maxVersion: version },
          ...(session ? { session } : {}),
        });
        const ticket = once(socket, 'session');
        await once(socket, 'secureConnect');
        socket.write('GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n');
        const [chunk] = await once(socket, 'data');
        const made = session ? session : (await ticket)[0];
        return { socket, answer: String(chunk), session: made };
      };
      const first = await open();
      const second = await open(first.session);
      expect(second.socket.isSessionReused()).toBe(true);
      for (const { answer, socket } of [first, second]) {
        expect(answer).toMatch(/^HTTP\/1\.1 401 /);
        socket.destroy();
      }
    },
  );

  it('but that page: it is there, whole, and compressed', async () => {
    for (const path of ['/', '/day/2026-01-01', '/sign-in', '/index.html']) {
      const page = await send(`${hub.address}${path}`, { as: { ca } });
      expect([page.status, page.headers['content-type']]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
    }
    for (const encoding of ['br', 'gzip']) {
      const page = await send(`${hub.address}/`, {
        as: { ca },
        headers: { 'accept-encoding': encoding },
      });
      expect(page.headers['content-encoding']).toBe(encoding);
    }
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/../../../server/main.js',
      '/assets/%00',
    ]) {
      expect((await send(`${hub.address}${path}`, { as: { ca } })).text).not.toContain('"name"');
    }
  });
});

describe('a device', () => {
  async function pki(...args: string[]): Promise<string> {
    const run = runProgram('pki', args, place);
    expect([await run.ended, run.output()]).toEqual([0, run.output()]);
    return run.output();
  }

  it('gets as far as its role, on every route', async () => {
    for (const [role, rank] of [
      ['guest', 0],
      ['member', 1],
      ['admin', 2],
    ] as const) {
      await pki('issue', `a ${role}`, '--role', role);
      const as = hub.device(`a ${role}`);
      for (const { method, path, access } of allRoutes()) {
        if (path === '/api/restart' && role === 'admin') continue;
        if (path === '/api/stream') continue;
        const reply = await send(`${hub.address}${path}`, {
          as,
          method,
          body: method === 'GET' ? undefined : {},
        });
        if (access === 'witness') {
          // Another hub's token is no person's, whatever the person may do.
          expect([role, path, reply.status, reply.json.code]).toEqual([
            ...[role, path, 401, 'unauthenticated'],
          ]);
          continue;
        }
        const least = { public: 0, guest: 0, member: 1, admin: 2 }[access];
        expect([role, method, path, reply.status === 403]).toEqual([
          role,
          method,
          path,
          least > rank,
        ]);
      }
    }
  });

  it('that is revoked is out with its next request, and its open streams end', async () => {
    await pki('issue', 'lost phone');
    const as = hub.device('lost phone');
    const agent = new Agent({ ...as, keepAlive: true, maxSockets: 1, servername: 'localhost' });
    expect((await send(`${hub.address}/api/status`, { agent })).status).toBe(200);
    const stream = await openStream(hub.address, as);
    await stream.next(({ event }) => event === 'status');
    await pki('revoke', 'lost phone');
    expect((await send(`${hub.address}/api/status`, { agent })).status).toBe(401);
    await stream.ended;
    agent.destroy();
  });

  it('that is renewed keeps its name, and its old certificate is refused', async () => {
    await pki('issue', 'desk');
    const old = hub.device('desk');
    await pki('renew', 'desk');
    expect((await send(`${hub.address}/api/status`, { as: old })).status).toBe(401);
    const { json } = await send(`${hub.address}/api/session`, { as: hub.device('desk') });
    expect(json).toEqual({ name: 'desk', via: 'certificate', role: 'member' });
  });

  it('shows when it was last seen, and everything done at the console is in the audit', async () => {
    const devices: { name: string; lastSeenAt: string | null }[] = JSON.parse(
      await pki('list', '--json'),
    );
    expect(devices.find(({ name }) => name === 'desk')?.lastSeenAt).toMatch(/^\d{4}-/);
    const now = await hub.send('/api/status');
    const zoned = new Intl.DateTimeFormat('en-CA', {
      timeZone: now.json.timeZone,
      dateStyle: 'short',
    });
    const { json } = await hub.send(`/api/audit?day=${zoned.format(new Date())}`);
    const actions = json.entries.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['start', 'issue', 'revoke', 'renew']));
  });
});

describe('a write', () => {
  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('from another page is refused: %j', async headers => {
    const reply = await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' }, headers });
    expect([reply.status, reply.json.code]).toEqual([403, 'foreign_origin']);
    expect((await hub.send('/api/status')).json.mode).toBe('monitor');
  });

  it('from the hub’s own page is taken', async () => {
    const headers = { origin: hub.address, 'sec-fetch-site': 'same-origin' };
    const reply = await hub.send('/api/mode', {
      method: 'PUT',
      body: { mode: 'monitor' },
      headers,
    });
    expect(reply.status).toBe(200);
  });
});

describe('a strict hub', () => {
  it('ends the handshake of whoever has no certificate', async () => {
    const strict = await createPlace(
      'edge: { host: 127.0.0.1, port: 0, setupPort: 0, requireCertificate: true }\n',
    );
    const running = await startHub(strict);
    expect((await running.send('/api/status')).status).toBe(200);
    await expect(send(`${running.address}/`, { as: { ca: running.admin().ca } })).rejects.toThrow();
    await running.stop();
    await strict.remove();
  });
});
