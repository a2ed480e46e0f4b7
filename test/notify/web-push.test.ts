import { Agent } from 'node:https';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PushOutcome, PushRequest, SendPush } from '../../server/notify/push.ts';
import { createEndpointJudge } from '../../server/notify/push-endpoint.ts';
import { createSendPush } from '../../server/notify/web-push.ts';
import { type Phone, type PushService, startPushService } from '../fakes/push-service.ts';
import { makeVapidKeys } from '../fakes/vapid-keys.ts';

const keys = makeVapidKeys();
let service: PushService;
let phone: Phone;
let send: (change?: Partial<PushRequest>) => Promise<PushOutcome>;

beforeAll(async () => {
  service = await startPushService();
  phone = service.subscribe(keys.publicKey);
  send = sendWith(createSender());
});
afterAll(() => service?.close());
afterEach(() => {
  service.received.length = 0;
});

function createSender(change: Partial<Parameters<typeof createSendPush>[0]> = {}): SendPush {
  return createSendPush({
    ...{ keys, subject: 'mailto:ines@example.com' },
    judge: createEndpointJudge([service.host]),
    agent: new Agent({ ca: service.ca, keepAlive: false }),
    ...change,
  });
}

function sendWith(sender: SendPush) {
  return (change: Partial<PushRequest> = {}) => {
    const target = { endpoint: phone.endpoint, ...phone.keys };
    return sender({ target, payload: '{"n":1}', ttlSeconds: 300, urgency: 'high', ...change });
  };
}

describe('a message by web push', () => {
  it('is one that the phone alone can read, from this hub, urgent, and without a topic', async () => {
    expect(await send({ payload: 'Tür auf 🔥' })).toEqual({ kind: 'accepted' });
    expect(service.received).toMatchObject([
      {
        text: 'Tür auf 🔥',
        ttl: '300',
        urgency: 'high',
        topic: undefined,
        answer: { status: 201 },
      },
    ]);
    expect(service.received[0]?.token).toMatchObject({
      publicKey: keys.publicKey,
      claims: { aud: `https://${service.host}`, sub: 'mailto:ines@example.com' },
    });
    await send({ urgency: 'normal', ttlSeconds: 3600 });
    expect(service.received[1]).toMatchObject({ ttl: '3600', urgency: 'normal' });
    // Apple wants no new token within the hour.
    expect(service.received[1]?.token?.claims).toEqual(service.received[0]?.token?.claims);
  });

  it('may have 3,993 bytes; what is longer is not sent', async () => {
    expect(await send({ payload: 'x'.repeat(3993) })).toEqual({ kind: 'accepted' });
    expect(service.received[0]?.text).toHaveLength(3993);
    expect(await send({ payload: 'x'.repeat(3994) })).toMatchObject({ kind: 'refused' });
    expect(service.received).toHaveLength(1);
  });

  it.each([200, 201, 202])('is accepted with %d', async status => {
    service.next({ status });
    expect(await send()).toEqual({ kind: 'accepted' });
  });

  it.each([404, 410])('ends the subscription with %d', async status => {
    service.next({ status, body: '{"reason":"Unregistered"}' });
    expect(await send()).toEqual({ kind: 'gone' });
  });

  it.each([400, 413])('is refused for good with %d', async status => {
    service.next({ status });
    expect(await send()).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining(`${status}`),
    });
  });

  it('is tried again when the subject is not taken, and names what to check', async () => {
    const outcome = await sendWith(createSender({ subject: 'mailto:a@sec53.local' }))();
    expect(outcome).toEqual({
      kind: 'failed',
      reason: `${service.host} answered 403 BadJwtToken: check notify.push.subject, and the hub’s clock`,
      ...{ mayHaveArrived: false, retryAfterMs: 0 },
    });
  });

  it('is tried again after what the service asks for, within an hour', async () => {
    service.next(
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 503, headers: { 'retry-after': '86400' } },
      { status: 500 },
    );
    expect(await send()).toMatchObject({
      kind: 'failed',
      retryAfterMs: 7000,
      mayHaveArrived: false,
    });
    expect(await send()).toMatchObject({ retryAfterMs: 3_600_000, mayHaveArrived: true });
    expect(await send()).toMatchObject({ retryAfterMs: 0, mayHaveArrived: true });
  });

  it('follows no redirect', async () => {
    service.next({ status: 307, headers: { location: phone.endpoint } });
    expect(await send()).toMatchObject({ kind: 'failed', mayHaveArrived: false });
    expect(service.received).toHaveLength(1);
  });

  it('may have arrived when the connection broke or no answer came', async () => {
    service.next('drop', 'hang');
    const broken = { kind: 'failed', mayHaveArrived: true, retryAfterMs: 0 };
    expect(await send()).toMatchObject(broken);
    expect(await sendWith(createSender({ limitMs: 150 }))()).toMatchObject(broken);
    expect(service.received).toHaveLength(2);
  });

  it('has not arrived where nobody listens, or somebody else does', async () => {
    const failed = { kind: 'failed', mayHaveArrived: false };
    const judge = createEndpointJudge(['localhost:1', service.host]);
    const target = { endpoint: 'https://localhost:1/x', ...phone.keys };
    expect(await sendWith(createSender({ judge }))({ target })).toMatchObject(failed);
    // Without the service's authority its certificate is a stranger's.
    expect(await sendWith(createSender({ agent: new Agent() }))()).toMatchObject(failed);
    expect(service.received).toEqual([]);
  });

  it('needs no end of an answer that never ends', async () => {
    service.next(
      { status: 201, body: 'x'.repeat(4_000_000) },
      { status: 400, body: `{"reason":"BadThing"}${'x'.repeat(4_000_000)}` },
    );
    expect(await send()).toEqual({ kind: 'accepted' });
    expect(await send()).toMatchObject({ reason: `${service.host} answered 400 BadThing` });
  });

  it('goes to no other host, and tells nothing of the endpoint', async () => {
    const judge = createEndpointJudge([]);
    const outcome = await sendWith(createSender({ judge }))();
    expect(outcome).toMatchObject({ kind: 'refused' });
    service.next({ status: 400, body: JSON.stringify({ reason: phone.endpoint }) });
    const told = JSON.stringify([outcome, await send()]);
    expect(told).not.toContain('/phone/');
    expect(service.received).toHaveLength(1);
  });

  it('does not go into the home network, whatever a name says', async () => {
    const judge = (endpoint: string) => ({ url: new URL(endpoint), isOwn: false });
    expect(await sendWith(createSender({ judge }))()).toEqual({
      ...{ kind: 'failed', mayHaveArrived: false, retryAfterMs: 0 },
      reason: `${service.host} has no public address; a push service at home belongs into notify.push.hosts`,
    });
    expect(service.received).toEqual([]);
  });

  it('is refused when the phone’s keys are none', async () => {
    const target = { endpoint: phone.endpoint, p256dh: 'AAAA', auth: 'AAAA' };
    expect(await send({ target })).toMatchObject({ kind: 'refused' });
    expect(service.received).toEqual([]);
  });
});
