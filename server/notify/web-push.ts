import { Agent } from 'node:https';
import webPush from 'web-push';
import { postBounded } from './bounded-post.ts';
import { createPublicLookup } from './public-lookup.ts';
import type { PushRequest, SendPush } from './push.ts';
import type { JudgeEndpoint } from './push-endpoint.ts';
import { toPushOutcome } from './push-outcome.ts';
import { payloadLimit } from './push-payload.ts';
import type { VapidKeys } from './vapid.ts';

interface Options {
  keys: VapidKeys;
  /** Whom a push service can write to: `mailto:` or `https:`. */
  subject: string;
  judge: JudgeEndpoint;
  limitMs?: number;
  agent?: Agent;
}

const encoding = 'aes128gcm';
/** Apple wants no new token within the hour of the last; each holds for twelve. */
const tokenMs = 3_600_000;

/**
 * Sends by web push. The library encrypts and signs; it sends without limits of time and length, so it
 * does not send. No message has a topic: one alarm must not take the place of another.
 */
export function createSendPush(options: Options): SendPush {
  const { keys, subject, judge, limitMs = 10_000 } = options;
  // A connection that was kept open may be dead without a word, and its message with it.
  const { agent = new Agent({ keepAlive: false }) } = options;
  const publicLookup = createPublicLookup();
  const tokens = new Map<string, { madeAt: number; authorization: string }>();

  function authorize(origin: string): string {
    const known = tokens.get(origin);
    const madeAt = Date.now();
    // A clock that was set back makes an age of less than nothing.
    const age = known ? madeAt - known.madeAt : -1;
    if (known && age >= 0 && age < tokenMs) return known.authorization;
    const { publicKey, privateKey } = keys;
    const { Authorization: authorization } = webPush.getVapidHeaders(
      ...([origin, subject, publicKey, privateKey, encoding] as const),
    );
    tokens.set(origin, { madeAt, authorization });
    return authorization;
  }

  function seal({ target, payload, ttlSeconds, urgency }: PushRequest, origin: string) {
    const { endpoint, p256dh, auth } = target;
    try {
      return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
        ...{ TTL: ttlSeconds, urgency, contentEncoding: encoding },
        headers: { Authorization: authorize(origin) },
      });
    } catch {
      return undefined;
    }
  }

  return async request => {
    const endpoint = judge(request.target.endpoint);
    if (!endpoint) {
      return { kind: 'refused', reason: 'the subscription is with no push service known here' };
    }
    if (Buffer.byteLength(request.payload) > payloadLimit) {
      return { kind: 'refused', reason: `the message is longer than ${payloadLimit} bytes` };
    }
    const { url, isOwn } = endpoint;
    const sealed = seal(request, url.origin);
    if (!sealed) return { kind: 'refused', reason: 'the subscription’s keys cannot be used' };
    const answer = await postBounded({
      ...{ url, agent, limitMs },
      headers: sealed.headers,
      body: sealed.body,
      lookup: isOwn ? undefined : publicLookup,
    });
    // A token that was refused is not shown again.
    if (answer.kind !== 'none' && [401, 403].includes(answer.status)) tokens.delete(url.origin);
    return toPushOutcome(answer, url.host, Date.now());
  };
}
