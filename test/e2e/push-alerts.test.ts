import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PushPayload, Reach, ReachRow } from '../../server/protocol.ts';
import { type Phone, type PushService, startPushService } from '../fakes/push-service.ts';
import { createPlace, type HubProcess, type Place, runProgram, startHub } from '../hub-process.ts';
import type { Credential } from '../request.ts';
import { until } from '../until.ts';

let service: PushService;
let place: Place;
let hub: HubProcess;
let count = 0;
const phones = new Map<string, Phone>();

beforeAll(async () => {
  service = await startPushService();
  place = await createPlace();
  await play(['closed']);
  expect(await runProgram('pki', ['issue', 'Tom', '--role', 'member'], place).ended).toBe(0);
  for (const name of ['admin', 'Tom']) {
    const as = hub.device(name);
    const { publicKey } = (await hub.send('/api/push/subscription', { as })).json;
    const phone = service.subscribe(publicKey);
    phones.set(name, phone);
    const put = await hub.send('/api/push/subscription', { as, method: 'PUT', body: phone });
    expect(put.status).toBe(200);
  }
  await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
  await service?.close();
});

/** Starts the hub anew with what the door does next. */
async function play(values: string[], sensor = 'door', list = '[]'): Promise<void> {
  await hub?.stop();
  count += 1;
  const lines = values.map(value =>
    JSON.stringify({ at: new Date().toISOString(), sensor, kind: 'contact', value }),
  );
  await writeFile(join(place.folder, `${count}.jsonl`), lines.join('\n'));
  await place.configure(`
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: replay
  replay: { file: ${count}.jsonl, speed: 0 }
  list: ${list}
notify: { push: { subject: "mailto:ines@example.com", hosts: ["${service.host}"] } }
`);
  hub = await startHub(place, { NODE_EXTRA_CA_CERTS: service.caFile });
  await hub.prints(/replay finished/);
}

const payloadOf = ({ text }: { text: string }): PushPayload => JSON.parse(text);

function rowOf({ people }: Reach, name: string): ReachRow {
  const row = people.find(person => person.name === name);
  if (!row) throw new Error(name);
  return row;
}

async function reach(as: Credential = hub.admin()): Promise<Reach> {
  return (await hub.send('/api/reach', { as })).json;
}

describe('an alarm by push', () => {
  it('is shown by each phone at once, and opens its incident', async () => {
    await play(['open', 'closed']);
    const pushes = await service.arrived(2);
    expect(new Set(pushes.map(({ endpoint }) => endpoint))).toEqual(
      new Set([...phones.values()].map(({ endpoint }) => endpoint)),
    );
    const { incident } = (await hub.send('/api/status')).json;
    for (const push of pushes) {
      expect(push).toMatchObject({ urgency: 'high', ttl: '3600', topic: undefined });
      const payload = payloadOf(push);
      expect(payload).toMatchObject({
        web_push: 8030,
        app_badge: 1,
        notification: {
          title: 'ALERT · door opened',
          body: expect.stringMatching(/^door opened \d\d:\d\d\.$/),
          navigate: expect.stringMatching(new RegExp(`^https://.*/incident/${incident.id}\\?tap=`)),
        },
      });
      // Nothing of the app may come between an alarm and the phone.
      expect(payload).not.toHaveProperty('mutable');
    }
    const tags = pushes.map(push => payloadOf(push).notification.tag);
    expect(new Set(tags).size).toBe(2);
    const { messages } = (await hub.send(`/api/incidents/${incident.id}`)).json;
    expect(messages).toMatchObject([
      { channel: 'push', status: 'sent', to: 'admin' },
      { channel: 'push', status: 'sent', to: 'Tom' },
    ]);
  });

  it('is tried again while the service is in trouble, and after a pause that it asks for', async () => {
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'monitor' } });
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    const before = service.received.length;
    service.next({ status: 503 }, { status: 429, headers: { 'retry-after': '1' } });
    await play(['closed', 'open', 'closed'], 'window');
    await service.arrived(before + 4);
    const { incident } = (await hub.send('/api/status')).json;
    const messages = await until(async () => {
      const found = (await hub.send(`/api/incidents/${incident.id}`)).json.messages;
      return found.every(({ status }: { status: string }) => status === 'sent') ? found : undefined;
    });
    expect(messages.map(({ attempts }: { attempts: number }) => attempts)).toEqual([2, 2]);
  });
});

describe('a chime', () => {
  it('is shown by the phones of whoever wants it, soon or not at all, and not while armed', async () => {
    const as = hub.device('Tom');
    const wishes = { number: null, sms: false, push: true, quiet: null, chime: true };
    expect((await hub.send('/api/me/alerts', { as, method: 'PUT', body: wishes })).status).toBe(
      200,
    );
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    const before = service.received.length;
    const list = '[{ id: bell, name: Gate, kind: contact, chime: true }]';
    await play(['closed', 'open', 'closed', 'open', 'closed'], 'bell', list);
    const [push] = (await service.arrived(before + 1)).slice(before);
    if (!push) throw new Error('no push');
    expect(push).toMatchObject({
      ...{ endpoint: phones.get('Tom')?.endpoint, urgency: 'normal', ttl: '60' },
    });
    const { notification } = payloadOf(push);
    expect(notification.title).toBe('Gate opened');
    expect(notification.body).toMatch(/^At \d\d:\d\d\.$/);
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    await play(['closed', 'open', 'closed'], 'bell', list);
    // Armed, the same door is an alarm like any other, to both.
    const alarms = (await service.arrived(before + 3)).slice(before + 1);
    expect(alarms.map(sent => payloadOf(sent).notification.title)).toEqual([
      'ALERT · Gate opened',
      'ALERT · Gate opened',
    ]);
    expect(service.received).toHaveLength(before + 3);
  });
});

describe('a phone', () => {
  it('confirms a test by itself, and by a tap', async () => {
    const before = service.received.length;
    const sent = await hub.send('/api/push/test', { method: 'POST', as: hub.device('Tom') });
    expect(sent.status).toBe(202);
    const push = (await service.arrived(before + 1)).at(-1);
    if (!push) throw new Error('no push');
    expect(push.endpoint).toBe(phones.get('Tom')?.endpoint);
    const payload = payloadOf(push);
    expect(payload.mutable).toBe(true);
    const { receipt = '', id } = payload.notification.data;
    expect(rowOf(await reach(), 'Tom').push[0]?.shownAt).toBeNull();
    // Its service worker has no certificate to show.
    const body = { receipt };
    const shown = await hub.send('/api/push/receipts', {
      as: { ca: hub.admin().ca },
      method: 'POST',
      body,
    });
    expect(shown.status).toBe(204);
    expect(rowOf(await reach(), 'Tom').push[0]?.shownAt).not.toBeNull();
    const tap = { method: 'POST', as: hub.device('Tom'), body: { id } };
    expect((await hub.send('/api/push/tapped', tap)).status).toBe(204);
    expect(rowOf(await reach(), 'Tom').push[0]?.tappedAt).not.toBeNull();
  });

  it('that is gone is sent nothing more, shown as broken, and told to the others', async () => {
    const tom = phones.get('Tom');
    service.unsubscribe(tom?.endpoint ?? '');
    const before = service.received.length;
    await hub.send('/api/push/test', { method: 'POST', as: hub.device('Tom') });
    // The test that failed, and what the other phone hears of it.
    const pushes = (await service.arrived(before + 2)).slice(before);
    expect(pushes.map(({ answer }) => answer)).toMatchObject([{ status: 410 }, { status: 201 }]);
    const told = payloadOf(pushes[1] ?? { text: '' });
    expect(told.notification.title).toBe('Tom is not told by push any more');
    expect(told.notification.body).toContain('Tom: the phone is not subscribed any more');
    const { push } = rowOf(await reach(), 'Tom');
    expect(push).toMatchObject([
      { brokenAt: expect.any(String), failure: 'the phone is not subscribed any more' },
    ]);
    await hub.send('/api/push/test', { method: 'POST', as: hub.device('Tom') });
    await hub.send('/api/push/test', { method: 'POST' });
    const later = (await service.arrived(before + 3)).slice(before + 2);
    expect(later.map(({ endpoint }) => endpoint)).toEqual([phones.get('admin')?.endpoint]);
  });

  it('of somebody who was shut out hears of no alarm', async () => {
    const as = hub.device('Tom');
    const { publicKey } = (await hub.send('/api/push/subscription', { as })).json;
    const body = service.subscribe(publicKey);
    await hub.send('/api/push/subscription', { as, method: 'PUT', body });
    expect(await runProgram('pki', ['revoke', 'Tom'], place).ended).toBe(0);
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'monitor' } });
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    const before = service.received.length;
    await play(['closed', 'open', 'closed'], 'shed');
    const pushes = (await service.arrived(before + 1)).slice(before);
    expect(pushes.map(({ endpoint }) => endpoint)).toEqual([phones.get('admin')?.endpoint]);
  });
});
