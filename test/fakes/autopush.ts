import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLocalCertificate } from './local-certificate.ts';
import { readVapidToken } from './vapid-token.ts';
import { acceptWebSocket, type Talk } from './web-socket.ts';

/** What Firefox says by its WebSocket, as far as it is answered. */
type Said =
  | { messageType: 'hello'; uaid?: string }
  | { messageType: 'register'; channelID: string; key?: string }
  | { messageType: 'unregister'; channelID: string }
  | { messageType: 'ack' | 'broadcast_subscribe' };

interface Channel {
  talk: Talk;
  /** The only hub that may send, base64url. */
  key: string | undefined;
}

/** A push service on this machine that a real Firefox subscribes with and is pushed by. */
export interface Autopush {
  /** For `notify.push.hosts`. */
  host: string;
  /** A file with its authority, for NODE_EXTRA_CA_CERTS and for Firefox. */
  caFile: string;
  /** For Firefox, which else would ask Mozilla's. */
  preferences: Record<string, string | number | boolean>;
  /** How each message was answered. */
  answers: number[];
  close(): Promise<void>;
}

export async function startAutopush(): Promise<Autopush> {
  const { ca, cert, key } = await makeLocalCertificate();
  const folder = mkdtempSync(join(tmpdir(), 'sec53-autopush-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, ca);
  const channels = new Map<string, Channel>();
  const answers: number[] = [];

  const server = createServer({ cert, key }, (request, response) => {
    void take(request, response);
  });
  server.on('upgrade', (request, socket) => converse(acceptWebSocket(request, socket)));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const host = `localhost:${typeof address === 'object' ? address?.port : ''}`;

  /** What the hub sends goes to the browser at once. */
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const id = request.url?.split('/').at(-1) ?? '';
    const channel = channels.get(id);
    const status = judge(channel, request);
    if (status === 201) {
      const version = randomUUID();
      const encoding = request.headers['content-encoding'];
      const data = Buffer.concat(chunks).toString('base64url');
      const message = { messageType: 'notification', channelID: id, version };
      channel?.talk.say(JSON.stringify({ ...message, data, headers: { encoding } }));
    }
    answers.push(status);
    response.writeHead(status).end();
  }

  function judge(channel: Channel | undefined, { headers }: IncomingMessage): number {
    if (!channel) return 410;
    const token = readVapidToken(headers.authorization);
    const isOwn = channel.key === undefined || channel.key === token?.publicKey;
    return isOwn && token?.claims.aud === `https://${host}` ? 201 : 403;
  }

  /** https://mozilla-push-service.readthedocs.io/en/latest/design/ */
  function converse(talk: Talk): void {
    const answer = (body: object) => talk.say(JSON.stringify({ ...body, status: 200 }));
    talk.listen(text => {
      // Firefox asks so whether the connection lives.
      if (text === '{}') return talk.say('{}');
      const said: Said = JSON.parse(text);
      const { messageType } = said;
      if (messageType === 'hello') {
        const uaid = said.uaid || randomBytes(16).toString('hex');
        answer({ messageType, uaid, use_webpush: true, broadcasts: {} });
      } else if (messageType === 'register') {
        const { channelID, key } = said;
        channels.set(channelID, { talk, key: key?.replace(/=+$/, '') });
        answer({ messageType, channelID, pushEndpoint: `https://${host}/push/${channelID}` });
      } else if (messageType === 'unregister') {
        channels.delete(said.channelID);
        answer({ messageType, channelID: said.channelID });
      }
    });
  }

  return {
    ...{ host, caFile, answers },
    preferences: {
      // Drivers switch push off.
      'remote.prefs.recommended': false,
      'dom.push.connection.enabled': true,
      'dom.push.serverURL': `wss://${host}/`,
      // The question itself is the system's, and nobody is there to answer it.
      'permissions.default.desktop-notification': 1,
      'alerts.useSystemBackend': false,
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
