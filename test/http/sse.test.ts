import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFrame, type EventStream, openStream } from '../../server/http/sse.ts';

let server: Server;
let stream: EventStream;

/** Opens a stream whose client reads nothing. */
beforeEach(async () => {
  server = createServer((_request, response) => {
    stream = openStream(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const request = get({ port, host: '127.0.0.1' }, response => response.pause());
  request.on('error', () => undefined);
  await once(request, 'response');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('an event stream', () => {
  it('whose client takes nothing is ended before it holds much, and takes nothing more', async () => {
    const frame = createFrame('event', 1, { text: 'x'.repeat(10_000) });
    let isToldClosed = false;
    stream.onClose(() => {
      isToldClosed = true;
    });
    let sent = 0;
    while (stream.isOpen) {
      stream.send(frame);
      // The kernel takes some megabytes before anything waits here.
      if (++sent % 100 === 0) await new Promise(resolve => setImmediate(resolve));
    }
    expect(isToldClosed).toBe(true);
    stream.send(frame);
    expect(stream.isOpen).toBe(false);
  });

  it('resolves `drained` when its client is gone', async () => {
    const frame = createFrame('event', 1, { text: 'x'.repeat(100_000) });
    for (let count = 0; count < 2; count++) stream.send(frame);
    const drained = stream.drained();
    server.closeAllConnections();
    await drained;
  });
});

it('a frame is what a browser reads', () => {
  expect(createFrame('event', 7, { a: 'line\nbreak' }).toString()).toBe(
    'event: event\nid: 7\ndata: {"a":"line\\nbreak"}\n\n',
  );
});
