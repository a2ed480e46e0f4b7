import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PushService, startPushService } from '../fakes/push-service.ts';
import { createPlace, type HubProcess, type Place, runProgram, startHub } from '../hub-process.ts';
import { putSentMessage, readMarks } from '../push-marks.ts';
import { type Credential, send } from '../request.ts';
import { until } from '../until.ts';

let place: Place;
let hub: HubProcess;
let service: PushService;
let tom: Credential;
let sue: Credential;

beforeAll(async () => {
  service = await startPushService();
  place = await createPlace(
    [
      'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }',
      `notify: { push: { subject: "mailto:ines@example.com", hosts: ["${service.host}"] } }`,
    ].join('\n'),
  );
  hub = await startHub(place, { NODE_EXTRA_CA_CERTS: service.caFile });
  tom = await issue('Tom');
  sue = await issue('Sue');
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
  await service?.close();
});

async function issue(name: string, ...args: string[]): Promise<Credential> {
  expect(await runProgram('pki', ['issue', name, ...args], place).ended).toBe(0);
  return hub.device(name);
}

const ask = (path: string, as: Credential, method = 'GET', body?: unknown) =>
  send(`${hub.address}${path}`, { as, method, body });
const own = '/api/push/subscription';

async function subscribe(as: Credential) {
  const { publicKey } = (await ask(own, as)).json;
  const phone = service.subscribe(publicKey);
  const reply = await ask(own, as, 'PUT', { ...phone, expirationTime: null });
  return { phone, reply };
}

describe('a device’s subscription', () => {
  it('is kept for the device, and told to it alone', async () => {
    const { phone, reply } = await subscribe(tom);
    expect(reply.json).toEqual({
      publicKey: expect.stringMatching(/^[\w-]{87}$/),
      subscriptions: [
        {
          endpoint: phone.endpoint,
          ...{ createdAt: expect.any(String), seenAt: expect.any(String), brokenAt: null },
        },
      ],
    });
    expect((await ask(own, tom)).json).toEqual(reply.json);
    expect((await ask(own, sue)).json.subscriptions).toEqual([]);
  });

  it('cannot be taken away by another, nor by whoever is a guest', async () => {
    const { phone } = await subscribe(tom);
    const { endpoint } = phone;
    expect((await ask(own, sue, 'DELETE', { endpoint })).status).toBe(204);
    expect(JSON.stringify((await ask(own, tom)).json)).toContain(endpoint);
    const guest = await issue('Rosa', '--role', 'guest');
    for (const [method, body] of [['GET'], ['PUT', phone], ['DELETE', { endpoint }]] as const) {
      expect((await ask(own, guest, method, body)).status).toBe(403);
    }
    expect((await ask(own, tom, 'DELETE', { endpoint })).status).toBe(204);
    expect(JSON.stringify((await ask(own, tom)).json)).not.toContain(endpoint);
  });

  it('is refused where the hub must not send to, or cannot', async () => {
    const phone = service.subscribe();
    for (const wrong of [
      { endpoint: 'https://192.168.1.1/admin' },
      { endpoint: `https://localhost:${new URL(hub.address).port}/api/mode` },
      { endpoint: 'http://web.push.apple.com/x' },
      { keys: { ...phone.keys, p256dh: 'B'.repeat(87) } },
      { keys: { ...phone.keys, auth: 'short' } },
      { keys: undefined },
    ]) {
      const reply = await ask(own, tom, 'PUT', { ...phone, ...wrong });
      expect([wrong, reply.status, reply.json.code]).toEqual([wrong, 400, 'invalid']);
    }
  });

  it('outlives a restart of the hub, and so do its keys', async () => {
    const { phone, reply } = await subscribe(sue);
    await hub.kill();
    hub = await startHub(place, { NODE_EXTRA_CA_CERTS: service.caFile });
    const after = (await ask(own, sue)).json;
    expect(after.publicKey).toBe(reply.json.publicKey);
    expect(after.subscriptions[0].endpoint).toBe(phone.endpoint);
  });
});

describe('a test', () => {
  it('reaches this device, which acknowledges it once without saying who it is', async () => {
    const ines = await issue('Ines');
    const { phone } = await subscribe(ines);
    service.received.length = 0;
    expect((await ask('/api/push/test', ines, 'POST')).status).toBe(202);
    const [push] = await service.arrived(1);
    expect(push?.endpoint).toBe(phone.endpoint);
    const { notification } = JSON.parse(push?.text ?? '');
    expect(notification).toMatchObject({
      title: 'home: test',
      navigate: expect.stringMatching(/^https:\/\//),
    });
    const receipts = (receipt: string) =>
      ask('/api/push/receipts', { ca: ines.ca }, 'POST', { receipt });
    const replies = [
      await receipts('made-up'),
      await receipts(notification.data.receipt),
      await receipts(notification.data.receipt),
    ];
    expect(replies.map(({ status, text }) => [status, text])).toEqual(replies.map(() => [204, '']));
    expect((await receipts('x'.repeat(300))).status).toBe(413);
    expect(readMarks(place, phone.endpoint)).toMatchObject({
      shown_at: expect.any(Number),
      tapped_at: null,
    });
  });

  it('says what is missing when notifications are off here', async () => {
    const desk = await issue('desk');
    const reply = await ask('/api/push/test', desk, 'POST');
    expect([reply.status, reply.json.code]).toEqual([409, 'not_possible']);
    expect(reply.json.detail).toBe('notifications are off on this device');
  });

  it('that the push service answers with "gone" ends the subscription', async () => {
    const pad = await issue('pad');
    const { phone } = await subscribe(pad);
    service.unsubscribe(phone.endpoint);
    await ask('/api/push/test', pad, 'POST');
    await until(async () => {
      const { subscriptions } = (await ask(own, pad)).json;
      return subscriptions.length === 0 ? true : undefined;
    });
    // A browser may not know it, and comes with it again.
    const again = await ask(own, pad, 'PUT', phone);
    expect([again.status, again.json.code]).toEqual([409, 'not_possible']);
  });

  it('leaves no endpoint and no receipt in the log', async () => {
    const { phone } = await subscribe(tom);
    service.next({ status: 403, body: '{"reason":"BadJwtToken"}' });
    await ask('/api/push/test', tom, 'POST');
    await hub.prints(/messages do not get through.*BadJwtToken/);
    expect(hub.output()).not.toContain(new URL(phone.endpoint).pathname);
  });
});

describe('a tap on a message', () => {
  it('is noted for the device that the message went to, and for no other', async () => {
    const { phone } = await subscribe(tom);
    putSentMessage(place, 'message', readMarks(place, phone.endpoint).id);
    const tap = (as: Credential) => ask('/api/push/tapped', as, 'POST', { id: 'message' });
    expect((await tap(sue)).status).toBe(204);
    expect(readMarks(place, phone.endpoint).tapped_at).toBeNull();
    expect((await tap(tom)).status).toBe(204);
    expect(readMarks(place, phone.endpoint).tapped_at).toEqual(expect.any(Number));
  });
});

describe('a hub without notify.push', () => {
  it('says so, and takes no subscription', async () => {
    const plain = await createPlace('edge: { host: 127.0.0.1, port: 0, setupPort: 0 }\n');
    const running = await startHub(plain);
    const body = service.subscribe();
    expect((await running.send(own)).json).toEqual({ publicKey: null, subscriptions: [] });
    for (const [method, path] of [
      ['PUT', own],
      ['POST', '/api/push/test'],
    ] as const) {
      const reply = await running.send(path, { method, body });
      expect([reply.status, reply.json.code]).toEqual([409, 'not_possible']);
    }
    await running.stop();
    await plain.remove();
  });
});
