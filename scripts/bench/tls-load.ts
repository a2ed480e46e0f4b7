import { once } from 'node:events';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { Credential } from '../../test/request.ts';
import { readTask } from './helper.ts';

export interface LoadTask {
  port: number;
  as: Credential;
  what: 'handshakes' | 'requests';
  connections: number;
  ms: number;
}

const request = 'GET /api/session HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n';

/** Loads a server with all it can take for a while, and says how many a second that was. */
export async function runTlsLoad(): Promise<void> {
  const { task, say } = await readTask<LoadTask>();
  const { port, as, what, connections, ms } = task;
  const options: ConnectionOptions = { host: '127.0.0.1', port, servername: 'localhost', ...as };
  const one = what === 'handshakes' ? shakeHands : await createRequester(options);
  let done = 0;
  const started = performance.now();
  const until = started + ms;
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      while (performance.now() < until) {
        await one(options, index);
        done++;
      }
    }),
  );
  say((done * 1000) / (performance.now() - started));
}

/** A full handshake. The server's ticket says that it has verified the client's certificate. */
async function shakeHands(options: ConnectionOptions): Promise<void> {
  const socket = connect(options);
  await once(socket, 'session');
  socket.destroy();
}

/**
 * Requests over kept connections. Raw, because Node's client takes longer than a bare server and would
 * be what is measured.
 */
async function createRequester(options: ConnectionOptions) {
  const sockets: TLSSocket[] = [];
  return async (_options: ConnectionOptions, index: number): Promise<void> => {
    const socket = sockets[index] ?? connect(options).setNoDelay(true);
    sockets[index] = socket;
    socket.write(request);
    let text = '';
    while (!isWhole(text)) {
      const [chunk] = await once(socket, 'data');
      text += chunk;
    }
    if (!text.startsWith('HTTP/1.1 200 ')) throw new Error(`the server answers:\n${text}`);
  };
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const [, length] = /content-length: (\d+)/i.exec(text) ?? [];
  return length !== undefined && text.length >= end + 4 + Number(length);
}
