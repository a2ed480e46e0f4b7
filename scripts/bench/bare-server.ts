import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { steadyMs } from './clock.ts';
import { readTask } from './helper.ts';

export interface BareTask {
  /** The authority's folder. */
  pki: string;
  /** The body of every answer but the stream's. */
  body: string;
  /** The messages of the stream. */
  frame: string;
  samples: number;
  gapMs: number;
}

/**
 * `node:https` with the hub's certificates and nothing behind it. It says its port; told to, it sends
 * messages over the stream and says when.
 */
export async function runBareServer(): Promise<void> {
  const { task, say, hear } = await readTask<BareTask>();
  const { key, cert, clientCa: ca } = readEdgeMaterial(task.pki);
  const body = Buffer.from(task.body);
  let stream: ServerResponse | undefined;
  const options = { key, cert, ca, requestCert: true, rejectUnauthorized: false } as const;
  const server = createServer({ ...options, keepAliveTimeout: 65_000 }, (request, response) => {
    if (request.url === '/api/stream') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
      response.socket?.setNoDelay(true);
      response.write('retry: 1500\n\n');
      stream = response;
      return;
    }
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': body.length,
    });
    response.end(body);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    say({ port: typeof address === 'object' && address ? address.port : 0 });
  });
  await hear();
  const sent: number[] = [];
  for (let sample = 0; sample < task.samples; sample++) {
    sent.push(steadyMs());
    stream?.write(task.frame);
    await new Promise(resolve => setTimeout(resolve, task.gapMs));
  }
  say(sent);
}
