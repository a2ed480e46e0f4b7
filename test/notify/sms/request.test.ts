import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askCompany } from '../../../server/notify/sms/request.ts';
import { RequestFailure } from '../../../server/outgoing/request.ts';
import {
  type Failure,
  type ProviderServer,
  type Reply,
  startProvider,
} from '../../fakes/provider-server.ts';
import { findFreePort } from '../../free-port.ts';

let company: ProviderServer<Reply | Failure>;
beforeEach(async () => {
  company = await startProvider<Reply | Failure>(
    { status: 200, type: 'text/plain', body: 'fine' },
    (_request, next) => next(),
  );
});
afterEach(() => company.stop());

interface Asked {
  url?: string;
  form?: URLSearchParams;
  authorization?: string;
  signal?: AbortSignal;
  limitMs?: number;
}

function ask({ url = company.url, ...asked }: Asked = {}) {
  const form = new URLSearchParams({ password: 'hunter2' });
  const signal = new AbortController().signal;
  return askCompany({ url: new URL(url), form, signal, limitMs: 10_000, ...asked });
}

/** The failure, its words and whether the request may have arrived. */
async function failure(asked?: Asked): Promise<[string, boolean]> {
  const error = await ask(asked).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof RequestFailure)) throw new Error(`no failure of a request: ${error}`);
  expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('hunter2');
  return [error.message, error.mayHaveArrived];
}

it('a form goes by POST, and the answer comes back whatever its status is', async () => {
  company.answers.push({ status: 418, type: 'text/plain', body: 'tea' });
  const form = new URLSearchParams({ message: 'Größe & Maß+1', to: '614' });
  expect(await ask({ form, authorization: 'Basic abc' })).toEqual({ status: 418, text: 'tea' });
  expect(company.requests).toMatchObject([
    { method: 'POST', authorization: 'Basic abc', form: { message: 'Größe & Maß+1', to: '614' } },
  ]);
});

it('without a form it is a GET', async () => {
  const { signal } = new AbortController();
  await askCompany({ url: new URL(`${company.url}/left`), signal, limitMs: 10_000 });
  expect(company.requests).toMatchObject([{ method: 'GET', path: '/left', form: {} }]);
});

it('what never connects surely has not arrived', async () => {
  const port = await findFreePort();
  expect(await failure({ url: `http://127.0.0.1:${port}` })).toEqual([
    'no connection (ECONNREFUSED)',
    false,
  ]);
  const [, mayHaveArrived] = await failure({ url: 'http://company.invalid' });
  expect(mayHaveArrived).toBe(false);
});

it('a server that does not speak TLS has not been told anything', async () => {
  const [, mayHaveArrived] = await failure({ url: company.url.replace('http:', 'https:') });
  expect(mayHaveArrived).toBe(false);
  expect(company.requests).toEqual([]);
});

/** A server that is nobody's fake, and its address. */
async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `https://127.0.0.1:${isAddress(address) ? address.port : ''}`;
}

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

it('nor has one that keeps silent in the middle of TLS', async () => {
  const silent = createServer(socket => socket.on('error', () => undefined).resume());
  expect(await failure({ url: await listen(silent), limitMs: 200 })).toEqual([
    'no answer within 0.2 s',
    false,
  ]);
  silent.close();
});

it('over TLS a stranger is told nothing, and the company’s silence leaves it open', async () => {
  const pem = execFileSync(
    'openssl',
    'req -x509 -newkey rsa:2048 -nodes -keyout - -subj /CN=x -addext subjectAltName=IP:127.0.0.1'.split(
      ' ',
    ),
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const requests: string[] = [];
  const server = createTlsServer({ key: pem, cert: pem }, (request, response) => {
    requests.push(request.url ?? '');
    if (request.url === '/fine') response.end('fine');
  });
  const url = await listen(server);
  expect(await failure({ url })).toEqual(['no connection (DEPTH_ZERO_SELF_SIGNED_CERT)', false]);
  expect(requests).toEqual([]);

  // The stranger's certificate stands in for one that the system trusts.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  expect(await ask({ url: `${url}/fine` })).toEqual({ status: 200, text: 'fine' });
  expect(await failure({ url, limitMs: 1000 })).toEqual(['no answer within 1 s', true]);
  expect(requests).toEqual(['/fine', '/']);
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

it('silence after the request, and a broken connection, leave it open', async () => {
  company.answers.push({ kind: 'hang' }, { kind: 'drop' });
  expect(await failure({ limitMs: 1000 })).toEqual(['no answer within 1 s', true]);
  expect(await failure()).toEqual(['the connection broke (ECONNRESET)', true]);
  expect(company.requests).toHaveLength(2);
});

it('a request can be given up', async () => {
  company.answers.push({ kind: 'hang' });
  const abort = new AbortController();
  const failed = failure({ signal: abort.signal });
  await company.received(1);
  abort.abort();
  expect(await failed).toEqual(['given up', true]);
  expect(await failure({ signal: abort.signal })).toEqual(['given up', false]);
  expect(company.requests).toHaveLength(1);
});

it('a redirect is not followed', async () => {
  const elsewhere = await startProvider<Reply>(
    { status: 200, type: 'text/plain', body: 'OK' },
    (_request, next) => next(),
  );
  company.answers.push({ kind: 'redirect', to: elsewhere.url });
  expect(await failure()).toEqual(['redirected; not followed', true]);
  expect(elsewhere.requests).toEqual([]);
  await elsewhere.stop();
});

it('16 KB of answer are read, and not a byte more', async () => {
  const type = 'text/plain';
  const body = 'x'.repeat(16 * 1024);
  company.answers.push({ status: 200, type, body }, { status: 200, type, body: `${body}x` });
  expect((await ask()).text).toBe(body);
  expect(await failure()).toEqual(['the answer is over 16 KB', true]);
});

it('an endless answer is cut', async () => {
  company.answers.push({ kind: 'oversized' });
  expect(await failure()).toEqual(['the answer is over 16 KB', true]);
});
