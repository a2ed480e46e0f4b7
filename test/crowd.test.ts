import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStream } from './event-stream.ts';
import { send } from './request.ts';
import { createWiredHouse, type WiredHouse } from './wired-house.ts';

const phones = 1000;
const moves = 100;
let house: WiredHouse;
const sockets: Socket[] = [];

beforeEach(async () => {
  house = createWiredHouse(`
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  list: [{ id: door, kind: contact, line: 17, glitchMs: 0, settleMs: 0 }]
`);
  await house.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await house.remove();
});

function port(): number {
  return Number(new URL(house.address()).port);
}

/** A connection that the test speaks on as it likes. */
async function knock(isTls: boolean): Promise<Socket> {
  const socket = isTls
    ? connectTls({ host: '127.0.0.1', servername: 'localhost', port: port(), ca: house.admin().ca })
    : connect({ host: '127.0.0.1', port: port() });
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, isTls ? 'secureConnect' : 'connect');
  return socket;
}

describe('a hub in a crowd', () => {
  it('tells a thousand phones everything, though a hundred of them never listen', async () => {
    const { pki } = house;
    const device = join(pki, 'devices/admin/admin');
    const crowd = spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'fakes/crowd.mjs'),
        ...[String(port()), join(pki, 'root.pem'), `${device}.pem`, `${device}.key`],
        ...[String(phones), String(moves)],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const lines = crowd.stdout.setEncoding('utf8');
    expect((await once(lines, 'data'))[0]).toBe(`connected ${phones}\n`);
    const before = process.memoryUsage().rss;
    const stream = await openStream(house.address(), house.admin());
    const complete = once(lines, 'data');
    for (let move = 0; move < moves; move++) {
      house.move(17, move % 2 === 0 ? 1 : 0);
      // The next one when this one is journaled and told.
      await stream.next(
        () => stream.messages.filter(({ event }) => event === 'event').length > move,
      );
    }
    expect((await complete)[0]).toBe(`complete ${phones * 0.9} closed 0\n`);
    // What the silent ones have not taken is no more than the messages themselves.
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(150);
    stream.close();
    crowd.kill();
  }, 120_000);

  it('lets the family in while strangers pile up half-open connections', async () => {
    for (let index = 0; index < 1000; index++) await knock(false);
    expect((await send(`${house.address()}/api/status`, { as: house.admin() })).status).toBe(200);
    // The ones that were there longest made room.
    expect(sockets.filter(socket => !socket.destroyed).length).toBeLessThan(500);
  });

  it('ends the connections of whoever has most of them, not of somebody else', async () => {
    const guest = connect({ host: '127.0.0.1', port: port(), localAddress: '127.0.0.2' });
    sockets.push(guest);
    await once(guest, 'connect');
    for (let index = 0; index < 600; index++) await knock(false);
    expect((await send(`${house.address()}/api/status`, { as: house.admin() })).status).toBe(200);
    expect(guest.readyState).toBe('open');
    expect(sockets.filter(socket => !socket.destroyed).length).toBeLessThan(500);
  });

  it('keeps an open stream of the family while strangers come and go', async () => {
    const stream = await openStream(house.address(), house.admin());
    await stream.next(({ event }) => event === 'status');
    for (let index = 0; index < 600; index++) await knock(false);
    house.move(17, 1);
    await stream.next(({ data }) => data.kind === 'trigger');
    stream.close();
  });

  it('takes no body beyond its limit, however it is announced', async () => {
    const large = 10 * 2 ** 20;
    for (const headers of [`Content-Length: ${large}`, 'Transfer-Encoding: chunked']) {
      const socket = await knock(true);
      const closed = new Promise(resolve => socket.once('close', resolve));
      let answer = '';
      socket.on('data', chunk => {
        answer += chunk;
      });
      socket.write(
        `POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`,
      );
      const part = 'x'.repeat(2 ** 16);
      const chunk = headers.startsWith('C') ? part : `10000\r\n${part}\r\n`;
      for (let sent = 0; sent < large && socket.writable; sent += 2 ** 16) {
        socket.write(chunk);
        await new Promise(resolve => setImmediate(resolve));
      }
      await closed;
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    }
    expect((await house.ask('/api/status')).mode).toBe('monitor');
  });
});
