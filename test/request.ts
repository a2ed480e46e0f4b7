import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Credential {
  ca: string;
  cert?: string;
  key?: string;
}

export interface SendOptions {
  /** undefined sends no certificate. */
  as?: Credential | undefined;
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON, unless it is text already. */
  body?: unknown;
  agent?: Agent;
  /** Bytes beyond `body` that never come: for half-sent bodies. */
  signal?: AbortSignal;
}

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // Tests look into answers of any shape.
  json: ReturnType<typeof JSON.parse>;
}

/** A device's certificate as `pki issue` leaves it. */
export function readCredential(pki: string, name: string): Credential {
  const read = (file: string) => readFileSync(join(pki, file), 'utf8');
  return {
    ca: read('root.pem'),
    cert: read(`devices/${name}/${name}.pem`),
    key: read(`devices/${name}/${name}.key`),
  };
}

/** One request with a handshake of its own, unless an agent is handed in. */
export function send(address: string, options: SendOptions = {}): Promise<Reply> {
  const { as, method = 'GET', headers = {}, body, agent, signal } = options;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      address,
      {
        ...{ method, signal },
        ...(agent
          ? { agent }
          : { agent: new Agent({ ...as, servername: 'localhost', maxCachedSessions: 0 }) }),
        headers: {
          ...(text === undefined
            ? {}
            : {
                'content-type': 'application/json',
                'content-length': `${Buffer.byteLength(text)}`,
              }),
          ...headers,
        },
      },
      incoming => {
        const chunks: Buffer[] = [];
        incoming.on('data', chunk => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          if (!agent) outgoing.destroy();
          const body = Buffer.concat(chunks);
          const isGzip = incoming.headers['content-encoding'] === 'gzip';
          const text = (isGzip ? gunzipSync(body) : body).toString();
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            json:
              text !== '' && /json/.test(incoming.headers['content-type'] ?? '')
                ? JSON.parse(text)
                : undefined,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}
