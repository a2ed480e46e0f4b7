import { connect as connectTcp, type Socket } from 'node:net';
import { connect } from 'node:tls';
import type { Credential } from '../../test/request.ts';
import { readTask } from './helper.ts';

export interface StormTask {
  port: number;
  /** Of an authority that the hub does not know. */
  foreign: Credential;
  handshakesPerSecond: number;
  halfOpen: number;
}

const tickMs = 20;
const reopenedATick = 2;

/**
 * Strangers: so many handshakes a second with a foreign certificate, each followed by a request, and so
 * many connections that never say a word, each begun anew when the hub ends it. Says when they are at
 * work and, when told to, what was done in which time.
 */
export async function runStorm(): Promise<void> {
  const { task, say, hear } = await readTask<StormTask>();
  const { port, foreign, handshakesPerSecond, halfOpen } = task;
  const { cert, key } = foreign;
  const silent = new Set<Socket>();
  const counts = { begun: 0, shaken: 0, refused: 0, reopened: 0 };
  const started = performance.now();

  function knock(): void {
    counts.begun++;
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, cert, key });
    socket.on('error', () => undefined);
    socket.on('secureConnect', () => {
      counts.shaken++;
      socket.write('GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n');
    });
    socket.on('data', () => {
      counts.refused++;
      socket.destroy();
    });
    socket.setTimeout(5000, () => socket.destroy());
  }

  function keepSilent(): void {
    const socket = connectTcp({ host: '127.0.0.1', port });
    silent.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      silent.delete(socket);
      counts.reopened++;
    });
  }

  for (let count = 0; count < halfOpen; count++) keepSilent();
  setInterval(() => {
    // What this process was too busy for is left out: it must not come as one blow later.
    for (let count = 0; count < (handshakesPerSecond * tickMs) / 1000; count++) knock();
    for (let count = 0; silent.size < halfOpen && count < reopenedATick; count++) keepSilent();
  }, tickMs);
  say('at work');
  await hear();
  say({ ...counts, seconds: (performance.now() - started) / 1000, silent: silent.size });
}
