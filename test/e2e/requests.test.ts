import { once } from 'node:events';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { send } from '../request.ts';

let place: Place;
let hub: HubProcess;

beforeAll(async () => {
  place = await createPlace(
    'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }\nsensors: { simulated: { pastDays: 1 } }\n',
  );
  hub = await startHub(place);
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
});

describe('a query', () => {
  it.each([
    ['/api/events', 'day'],
    ['/api/events?day=2023-02-29', 'day'],
    ['/api/events?day=yesterday', 'day'],
    ['/api/events?day=2023-02-01&day=2023-02-02', 'day'],
    ['/api/events?day=2023-02-01&limit=0', 'limit'],
    ['/api/events?day=2023-02-01&limit=1001', 'limit'],
    ['/api/events?day=2023-02-01&limit=1e2', 'limit'],
    ['/api/events?day=2023-02-01&cursor=x', 'cursor'],
    ['/api/events?day=2023-02-01&cursor=1.01a209fa-53a5-7000-8000-0083287ff503', 'cursor'],
    ['/api/events?day=2023-02-01&sensor=', 'sensor'],
    ['/api/events?day=2023-02-01&x=1', ''],
    ['/api/days?from=2023-02-02&to=2023-02-01', 'to'],
    ['/api/days?from=2020-01-01&to=2023-01-01', 'to'],
    ['/api/days?from=2023-01-01', 'to'],
    ['/api/temperatures?points=1', 'points'],
    ['/api/temperatures?from=yesterday', 'from'],
    ['/api/temperatures?from=2023-02-02T00:00:00Z&to=2023-02-01T00:00:00Z', 'to'],
    ['/api/audit', 'day'],
    ['/api/stream?lastEventId=-1', 'lastEventId'],
  ])('that is wrong is refused and located: %s', async (path, field) => {
    const { status, json, headers } = await hub.send(path);
    expect([status, json.code, headers['content-type']]).toEqual([
      400,
      'invalid',
      'application/problem+json',
    ]);
    expect(json.errors[0].path).toBe(field);
    expect(json.errors[0].message.length).toBeGreaterThan(10);
  });

  it.each(['1970-01-01', '2200-12-31', '0001-01-01', '9999-12-31'])(
    'for the day %s has an honest answer',
    async day => {
      const { status, json } = await hub.send(`/api/events?day=${day}`);
      if (day >= '1970' && day < '9999')
        expect(json).toEqual({ day, timeZone: 'Australia/Melbourne', events: [], next: null });
      else expect([status, json.errors[0].message]).toEqual([400, 'write a day from 1970 to 9998']);
    },
  );

  it('of anything is answered without a 500', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('2026-11-24', '__proto__', '%00', "'; drop table events"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          '/api/events',
          '/api/days',
          '/api/temperatures',
          '/api/audit',
          '/api/status',
          '/api/session',
        ),
        fc.array(
          fc.tuple(
            fc.oneof(fc.constantFrom('day', 'from', 'to', 'limit', 'cursor', 'sensor'), text),
            text,
          ),
        ),
        async (path, pairs) => {
          const query = pairs
            .map(pair => pair.map(part => encodeURIComponent(part.toWellFormed())).join('='))
            .join('&');
          const { status } = await hub.send(`${path}?${query}`);
          expect([200, 400]).toContain(status);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a body', () => {
  const put = (body: unknown, headers: Record<string, string> = {}) =>
    hub.send('/api/mode', { method: 'PUT', body, headers });

  it.each([
    ['', 400],
    ['{', 400],
    ['null', 400],
    ['[]', 400],
    ['{"mode":"ON"}', 400],
    ['{"mode":"alert","profile":"holiday"}', 400],
    ['{"mode":"off","profile":"away"}', 400],
    ['{"mode":"alert","bypass":"door"}', 400],
    ['{"mode":"alert","bypass":["ghost"]}', 400],
    ['{"mode":"monitor","extra":1}', 400],
    [`{"mode":"${'x'.repeat(20_000)}"}`, 413],
  ])('that is wrong changes nothing: %s', async (body, expected) => {
    const before = await hub.send('/api/status');
    const { status, json } = await put(body);
    expect([status, typeof json.code]).toEqual([expected, 'string']);
    expect((await hub.send('/api/status')).json.since).toBe(before.json.since);
  });

  it('that is no JSON by its own word is refused', async () => {
    const { status, json } = await put('mode=off', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([status, json.code]).toEqual([415, 'unsupported_type']);
  });

  it('of anything is answered without a 500', async () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { mode: fc.jsonValue(), profile: fc.jsonValue(), bypass: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    );
    const account = fc.oneof(
      fc.jsonValue(),
      fc.record({ name: fc.string({ unit: 'binary' }), code: fc.string({ unit: 'binary' }) }),
    );
    await fc.assert(
      fc.asyncProperty(value, account, async (mode, session) => {
        expect([200, 400, 409, 413]).toContain((await put(mode)).status);
        const signIn = await hub.send('/api/session', {
          method: 'POST',
          body: session,
          as: { ca: hub.admin().ca },
        });
        expect([400, 401, 413, 429]).toContain(signIn.status);
      }),
      { numRuns: 150 },
    );
    await put({ mode: 'monitor' });
  });
});

describe('a request', () => {
  it('to a path that is not there, or with a method that is not, is told so when signed in', async () => {
    expect((await hub.send('/api/none')).json.code).toBe('not_found');
    const wrong = await hub.send('/api/status', { method: 'POST', body: {} });
    expect([wrong.status, wrong.json.code]).toEqual([405, 'method_not_allowed']);
  });

  it('with a cookie of any kind is answered without a 500', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async text => {
        const cookie = text.replace(/[^\x20-\x7e]/g, '');
        const { ca } = hub.admin();
        for (const value of [cookie, `__Host-sid=${cookie}`]) {
          expect(
            (await send(`${hub.address}/api/status`, { as: { ca }, headers: { cookie: value } }))
              .status,
          ).toBe(401);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    'GET / HTTP/9.9\r\n\r\n',
    'nonsense\r\n\r\n',
    'GET http://[/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET http://evil.example/api/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
  ])('that is no HTTP ends its own connection only: %#', async text => {
    const { ca } = hub.admin();
    const socket = connect({
      host: '127.0.0.1',
      servername: 'localhost',
      port: Number(new URL(hub.address).port),
      ca,
    });
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(text);
    await once(socket, 'close');
    expect((await hub.send('/healthz')).status).toBe(200);
  });

  it('for the head of the stream is answered, and opens none', async () => {
    const { status, headers } = await hub.send('/api/stream', { method: 'HEAD' });
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
  });

  it('is answered compressed when it is long, with every header that protects', async () => {
    const { headers, json } = await hub.send('/api/status', {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect([headers['content-encoding'], json.mode]).toEqual(['gzip', 'monitor']);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers.server).toBeUndefined();
  });

  it('leaves nothing of a stranger in the log', () => {
    expect(hub.output()).not.toMatch(/warning|error/);
  });
});
