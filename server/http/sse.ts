import type { ServerResponse } from 'node:http';

const keepAliveMs = 20_000;
/** A client that takes nothing for so much data is dropped; it can come back and catch up. */
const longestBacklog = 256 * 1024;

/** One open event stream (WHATWG HTML, server-sent events). */
export interface EventStream {
  /** False once the client is gone or was dropped. */
  readonly isOpen: boolean;
  send(frame: Buffer): void;
  /** Resolves when the client has taken what was sent, or is gone. */
  drained(): Promise<void>;
  /** Ends the stream and its connection. */
  close(): void;
  onClose(listener: () => void): void;
}

/** A message as it goes over the wire, made once for all clients. */
export function createFrame(event: string, id: number, data: unknown): Buffer {
  return Buffer.from(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}

const keepAlive = Buffer.from(':\n\n');
// Asks browsers to come back within two seconds.
const opening = Buffer.from('retry: 1500\n\n');

export function openStream(response: ServerResponse): EventStream {
  let isOpen = true;
  const listeners: (() => void)[] = [];
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // Proxies must pass each message on at once.
  response.setHeader('X-Accel-Buffering', 'no');
  response.writeHead(200);
  response.socket?.setNoDelay(true);
  response.write(opening);
  const timer = setInterval(() => stream.send(keepAlive), keepAliveMs);
  timer.unref();

  function finish(): void {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    for (const listener of listeners) listener();
  }

  response.on('close', finish);
  response.on('error', finish);

  const stream: EventStream = {
    get isOpen() {
      return isOpen;
    },
    send(frame) {
      if (!isOpen) return;
      response.write(frame);
      if (response.writableLength > longestBacklog) stream.close();
    },
    drained: () =>
      new Promise(resolve => {
        if (!isOpen || !response.writableNeedDrain) {
          resolve();
          return;
        }
        response.once('drain', resolve);
        response.once('close', resolve);
      }),
    close() {
      finish();
      response.destroy();
    },
    onClose: listener => void listeners.push(listener),
  };
  return stream;
}
