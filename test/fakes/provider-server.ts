import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a company received, whole. */
export interface ReceivedRequest {
  /** Milliseconds since 1970, with fractions. */
  at: number;
  method: string;
  path: string;
  authorization: string;
  form: Record<string, string>;
}

/** How a company fails besides its own protocol; `taken` says whether it took the text all the same. */
export type Failure =
  | { kind: 'status'; status: number; body?: string; taken?: boolean }
  /** Reads the request and never answers. */
  | { kind: 'hang'; taken?: boolean }
  /** Reads the request and closes the connection. */
  | { kind: 'drop'; taken?: boolean }
  | { kind: 'redirect'; to: string }
  /** 17 KB and more to come. */
  | { kind: 'oversized'; taken?: boolean }
  | { kind: 'garbage'; taken?: boolean };

export interface Reply {
  status: number;
  type: string;
  body: string;
}

export interface ProviderServer<Answer> {
  url: string;
  /** In the order of their arrival. */
  requests: ReceivedRequest[];
  /** Answers for the next requests to send a text; `decide` is asked when it is empty. */
  answers: Answer[];
  decide: (request: ReceivedRequest) => Answer;
  /** Resolves when so many requests have arrived since the start. */
  received(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** The HTTP side of a phone company on 127.0.0.1. Sets no timer, and cuts what hangs when it is stopped. */
export async function startProvider<Answer>(
  usual: Answer,
  reply: (request: ReceivedRequest, next: () => Answer) => Reply | Failure,
): Promise<ProviderServer<Answer>> {
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    // A client that is killed while it sends has sent nothing; one killed later hears no answer.
    response.on('error', () => undefined);
    receive(request).then(
      received => {
        company.requests.push(received);
        const next = () => company.answers.shift() ?? company.decide(received);
        answer(response, reply(received, next));
        for (const { count, resolve } of waiting) {
          if (company.requests.length >= count) resolve();
        }
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const company: ProviderServer<Answer> = {
    url: `http://127.0.0.1:${address.port}`,
    requests: [],
    answers: [],
    decide: () => usual,
    received: count =>
      new Promise(resolve => {
        if (company.requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    async stop() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return company;
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return {
    at: performance.timeOrigin + performance.now(),
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization ?? '',
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))),
  };
}

function answer(response: ServerResponse, reply: Reply | Failure): void {
  response.setHeader('connection', 'close');
  if (!('kind' in reply)) {
    response.writeHead(reply.status, { 'content-type': reply.type }).end(reply.body);
    return;
  }
  switch (reply.kind) {
    case 'status':
      response.writeHead(reply.status).end(reply.body ?? '<html>Something went wrong</html>');
      return;
    case 'hang':
      return;
    case 'drop':
      response.destroy();
      return;
    case 'redirect':
      response.writeHead(307, { location: reply.to }).end();
      return;
    case 'oversized':
      response.writeHead(200).write('x'.repeat(17 * 1024));
      return;
    case 'garbage':
      response.writeHead(200).end('<!doctype html><title>Welcome to the hotel’s Wi-Fi</title>');
      return;
  }
}
