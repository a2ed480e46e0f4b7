import { Agent } from 'node:https';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../all-routes.ts';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { send } from '../request.ts';

let place: Place;
let hub: HubProcess;
let ca: string;
let admin: Agent;
let stranger: Agent;

beforeAll(async () => {
  place = await createPlace(anyPort);
  hub = await startHub(place);
  ({ ca } = hub.admin());
  const options = { keepAlive: true, maxSockets: 4, servername: 'localhost' };
  admin = new Agent({ ...hub.admin(), ...options });
  stranger = new Agent({ ca, ...options });
  // A link that is open, for guesses beside it.
  await hub.send('/api/devices', { method: 'POST', body: { name: 'waiting' } });
});
afterAll(async () => {
  admin?.destroy();
  stranger?.destroy();
  // Whatever was thrown at it: it is the same process, and it made no mistake.
  expect((await hub.send('/healthz')).status).toBe(200);
  expect(hub.output()).not.toMatch(/a request failed|the setup page failed/);
  await hub?.stop();
  await place?.remove();
});

const runs = { numRuns: 150 };
/** Text that headers can carry. */
const headerText = fc
  .string({ unit: 'binary-ascii', maxLength: 300 })
  .map(text => text.replace(/[^\x20-\x7e]/g, ';'));
const json = fc.jsonValue({ maxDepth: 4 });
const writes = allRoutes().filter(
  ({ method, path }) => method !== 'GET' && path !== '/api/restart' && !path.endsWith('suspend'),
);
/** Values of about the right form, where a parser is reached at all. */
const nearBody = fc.record(
  {
    name: fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), json),
    code: fc.oneof(fc.string({ maxLength: 80 }), json),
    link: fc.oneof(fc.string({ maxLength: 80 }), json),
    pin: json,
    recovery: fc.oneof(fc.string({ maxLength: 80 }), json),
    mode: fc.oneof(fc.constantFrom('off', 'monitor', 'alert', 'ALERT'), json),
    bypass: fc.oneof(fc.array(fc.string()), json),
    role: fc.oneof(fc.constantFrom('admin', 'guest', 'owner'), json),
    person: fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), json),
    days: json,
    endsAt: json,
    label: json,
    passkey: json,
  },
  { requiredKeys: [] },
);

/** Answered in its own words, and never by a mistake. */
function expectRefusedOrDone(reply: { status: number; json: { status?: number } | undefined }) {
  expect(reply.status).toBeLessThan(500);
  if (reply.status >= 400) expect(reply.json?.status).toBe(reply.status);
}

describe('whatever comes to the app’s port', () => {
  it('as a body, from an admin and from a stranger', async () => {
    const body = fc.oneof(
      json.map(value => JSON.stringify(value)),
      nearBody.map(value => JSON.stringify(value)),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    const param = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).map(encode),
      fc.constant('%ff'),
      fc.constant('%00'),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writes), body, param, async (route, body, param) => {
        const path = route.path.replace(/:\w+/g, () => param);
        for (const agent of [admin, stranger]) {
          const reply = await send(`${hub.address}${path}`, { agent, method: route.method, body });
          expectRefusedOrDone(reply);
          if (agent === stranger && route.access !== 'public') expect(reply.status).toBe(401);
        }
      }),
      runs,
    );
  });

  it('as a cookie', async () => {
    const cookie = fc.oneof(
      headerText,
      headerText.map(text => `__Host-sid=${text}`),
    );
    await fc.assert(
      fc.asyncProperty(cookie, async cookie => {
        const headers = { cookie };
        const reply = await send(`${hub.address}/api/session`, { agent: stranger, headers });
        expect(reply.status).toBe(401);
      }),
      runs,
    );
  });

  it('as a path or a query', async () => {
    const path = fc.oneof(
      fc.webPath(),
      fc.string({ maxLength: 60 }).map(text => `/${text.replace(/[^\x21-\x7e]/g, '%')}`),
      fc.webQueryParameters().map(query => `/api/events?${query}`),
      fc.webQueryParameters().map(query => `/api/stream?lastEventId=${query}`),
    );
    await fc.assert(
      fc.asyncProperty(path, async path => {
        const at = path.startsWith('/') ? path : `/${path}`;
        const reply = await send(`${hub.address}${at}`, { agent: stranger });
        expect(reply.status).toBeLessThan(500);
        expect(reply.text).not.toContain('sensors');
      }),
      runs,
    );
  });

  it('as bytes that are no request at all', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      headerText.map(text => Buffer.from(`GET ${text} HTTP/1.1\r\n${text}\r\n\r\n`)),
      headerText.map(text =>
        Buffer.from(`POST /api/session HTTP/1.1\r\nContent-Length: ${text}\r\n\r\n`),
      ),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async bytes => {
        const answer = await talk(hub.address, bytes);
        expect(answer).not.toMatch(/^HTTP\/1\.1 (5|200)/);
      }),
      { numRuns: 40 },
    );
  });
});

describe('whatever comes to the setup port', () => {
  it('as a link', async () => {
    const agent = stranger;
    const token = fc.oneof(
      fc.base64String({ minLength: 22, maxLength: 24 }).map(encode),
      fc.string({ unit: 'binary', maxLength: 30 }).map(encode),
      fc.constantFrom('..%2f..%2fstate.db', '%00', 'waiting'),
    );
    const rest = fc.constantFrom('', '/progress', '/sec53.p12', '/sec53.mobileconfig', '/..', '/x');
    await fc.assert(
      fc.asyncProperty(token, rest, async (token, rest) => {
        const reply = await send(`${hub.setupAddress}/pair/${token}${rest}`, { agent });
        expect([400, 404]).toContain(reply.status);
        expect(reply.headers['content-type']).toMatch(/text\/html|text\/plain/);
      }),
      runs,
    );
  });
});

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // Half of a character pair.
    return '%ed%a0%80';
  }
}

/** Says something on a fresh connection; what was answered until it ended. */
function talk(address: string, bytes: Uint8Array): Promise<string> {
  return new Promise(resolve => {
    const socket = connect({
      ...{ host: '127.0.0.1', port: Number(new URL(address).port), servername: 'localhost', ca },
    });
    let answer = '';
    socket.on('data', chunk => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.on('secureConnect', () => socket.end(bytes));
  });
}
