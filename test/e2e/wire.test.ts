import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';

let place: Place;
let hub: HubProcess;

beforeAll(async () => {
  place = await createPlace(
    'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }\nsensors: { simulated: { pastDays: 0 } }\n',
  );
  hub = await startHub(place);
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
});

describe('a body in pieces', () => {
  const head =
    'PUT /api/mode HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
    'Transfer-Encoding: chunked\r\n\r\n';
  const toChunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

  function open() {
    const port = Number(new URL(hub.address).port);
    const socket = connect({ host: '127.0.0.1', servername: 'localhost', port, ...hub.admin() });
    let text = '';
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    return { socket, ended: once(socket, 'close').then(() => text) };
  }

  it('is put together', async () => {
    const { socket, ended } = open();
    const last = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    socket.write(`${head}${toChunk('{"mode":"mon')}${toChunk('itor"}')}0\r\n\r\n${last}`);
    expect((await ended).match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  });

  it('that grows too long is refused before its end, and so is its connection', async () => {
    const { socket, ended } = open();
    socket.write(head);
    for (let piece = 0; piece < 20; piece++) socket.write(toChunk('x'.repeat(1000)));
    const text = await ended;
    expect(text).toMatch(/^HTTP\/1.1 413 /);
    expect(text).toMatch(/connection: close/i);
  });

  it('that breaks off changes nothing, and nobody is told of it in the log', async () => {
    const { socket, ended } = open();
    socket.write(`${head}${toChunk('{"mode":')}`, () => socket.destroy());
    await ended;
    expect((await hub.send('/api/status')).json.mode).toBe('monitor');
  });
});

describe('a request', () => {
  it.each([
    ['sec53.local', 'max-age=31536000'],
    ['sec53.local:8443', 'max-age=31536000'],
    ['localhost:8443', undefined],
    ['192.168.1.20:8443', undefined],
    ['[fd00::2]:8443', undefined],
  ])('to %s pins a name to TLS, and nothing that other programs share', async (host, expected) => {
    const { headers } = await hub.send('/healthz', { headers: { host } });
    expect(headers['strict-transport-security']).toBe(expected);
  });

  it.each([
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'gzip'],
    ['*', 'gzip'],
    ['gzip;q=0', undefined],
    ['br', undefined],
    ['', undefined],
  ])('that takes "%s" gets what it can read', async (accepted, expected) => {
    const { status, headers, json } = await hub.send('/api/status', {
      headers: { 'accept-encoding': accepted },
    });
    expect([status, headers['content-encoding'], json.mode]).toEqual([200, expected, 'monitor']);
    expect(headers.vary).toBe('Accept-Encoding');
  });

  it('for the head of an answer gets its length and no body', async () => {
    const { status, headers, text } = await hub.send('/api/session', { method: 'HEAD' });
    const whole = await hub.send('/api/session');
    expect([status, text]).toEqual([200, '']);
    expect(headers['content-length']).toBe(String(whole.text.length));
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });
});
