import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLocalCertificate } from './local-certificate.ts';
import { makePhoneKeys, type PhoneKeys } from './phone-keys.ts';
import { readVapidToken, type VapidToken } from './vapid-token.ts';

/** How the service takes a message: by an answer, or not at all. */
type PushAnswer =
  | { status: number; headers?: Record<string, string>; body?: string }
  | 'hang'
  | 'drop';

/** One request that came, whatever became of it. */
interface ReceivedPush {
  endpoint: string;
  ttl: string | undefined;
  urgency: string | undefined;
  topic: string | undefined;
  token: VapidToken | undefined;
  /** What the phone reads. */
  text: string;
  /** `performance.now()` when it was there. */
  atMs: number;
  answer: PushAnswer;
}

export interface Phone {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** A push service on this machine, which reads what it is given and answers as a test wants. */
export interface PushService {
  /** For `notify.push.hosts`. */
  host: string;
  ca: string;
  /** For NODE_EXTRA_CA_CERTS of a hub's process. */
  caFile: string;
  /** @param publicKey the only hub that may send to it; any, when not given */
  subscribe(publicKey?: string): Phone;
  /** From now on the endpoint is gone. */
  unsubscribe(endpoint: string): void;
  received: ReceivedPush[];
  /** Resolves once there are so many. */
  arrived(count: number): Promise<ReceivedPush[]>;
  /** For the next requests, one each; then as `answerWith` says, which is 201 at first. */
  next(...answers: PushAnswer[]): void;
  answerWith(answer: (push: Omit<ReceivedPush, 'answer'>) => PushAnswer): void;
  close(): Promise<void>;
}

const bodyLimit = 4096;

export async function startPushService(): Promise<PushService> {
  const { ca, cert, key } = await makeLocalCertificate();
  const folder = mkdtempSync(join(tmpdir(), 'sec53-push-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, ca);
  const phones = new Map<string, PhoneKeys & { publicKey: string | undefined }>();
  const received: ReceivedPush[] = [];
  const waiting = new Set<() => void>();
  const queue: PushAnswer[] = [];
  let answerWith: Parameters<PushService['answerWith']>[0] = () => ({ status: 201 });
  let count = 0;

  const server = createServer({ cert, key }, (request, response) => {
    void takeRequest(request, response).catch(error => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const host = `localhost:${typeof address === 'object' ? address?.port : ''}`;

  async function takeRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const endpoint = `https://${host}${request.url}`;
    const phone = phones.get(endpoint);
    const header = (name: string) => request.headersDistinct[name]?.join();
    const push = {
      ...{ endpoint, ttl: header('ttl'), urgency: header('urgency'), topic: header('topic') },
      token: readVapidToken(header('authorization')),
      text: phone && body.length > 0 ? phone.decrypt(body) : '',
      atMs: performance.now(),
    };
    const fault = findFault(push, phone, header('content-encoding'), body.length);
    const answer = fault ?? queue.shift() ?? answerWith(push);
    received.push({ ...push, answer });
    if (answer === 'drop') request.socket.destroy();
    else if (answer !== 'hang') {
      response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
    }
    for (const look of waiting) look();
  }

  /** What any push service refuses, as Apple's says it. */
  function findFault(
    { token, ttl, topic }: Omit<ReceivedPush, 'answer'>,
    phone: { publicKey: string | undefined } | undefined,
    encoding: string | undefined,
    length: number,
  ): PushAnswer | undefined {
    const refuse = (status: number, reason: string) => ({
      ...{ status, headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ reason }),
    });
    if (!phone) return refuse(410, 'Unregistered');
    if (!/^\d+$/.test(ttl ?? '')) return refuse(400, 'BadTtl');
    if (encoding !== 'aes128gcm') return refuse(400, 'BadEncoding');
    if (topic !== undefined && (!/^[\w-]{1,32}$/.test(topic) || topic.length % 4 === 1)) {
      return refuse(400, 'BadWebPushTopic');
    }
    if (length > bodyLimit) return refuse(413, 'PayloadTooLarge');
    const { aud, exp, sub } = token?.claims ?? { aud: '', exp: 0, sub: '' };
    const seconds = exp - Date.now() / 1000;
    const isReal = /^(mailto:[^@]+@|https:\/\/)[^@]+\.[a-z]+/.test(sub) && !/\.local\b/.test(sub);
    if (aud !== `https://${host}` || seconds <= 0 || seconds > 86_400 || !isReal) {
      return refuse(403, 'BadJwtToken');
    }
    const isKnown = phone.publicKey === undefined || phone.publicKey === token?.publicKey;
    return isKnown ? undefined : refuse(400, 'VapidPkHashMismatch');
  }

  return {
    ...{ host, ca, caFile, received },
    subscribe(publicKey) {
      count += 1;
      const endpoint = `https://${host}/phone/${count}`;
      const made = makePhoneKeys();
      phones.set(endpoint, { ...made, publicKey });
      return { endpoint, keys: made.keys };
    },
    unsubscribe: endpoint => void phones.delete(endpoint),
    arrived: least =>
      new Promise(resolve => {
        const look = () => {
          if (received.length < least) return;
          waiting.delete(look);
          resolve(received);
        };
        waiting.add(look);
        look();
      }),
    next: (...answers) => void queue.push(...answers),
    answerWith(answer) {
      answerWith = answer;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
