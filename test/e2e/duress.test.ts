import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry, Me, MessageRow, PushPayload } from '../../server/protocol.ts';
import { openStream } from '../event-stream.ts';
import { type PushService, startPushService } from '../fakes/push-service.ts';
import { type SmsBroadcast, startSmsBroadcast } from '../fakes/sms-broadcast.ts';
import { createPlace, type HubProcess, type Place, runProgram, startHub } from '../hub-process.ts';
import { type Reply, type SendOptions, send } from '../request.ts';
import { until } from '../until.ts';

const [pin, duressPin] = ['111111', '222222'];
const numbers: Record<string, string> = {
  admin: '+61400000001',
  Tom: '+61400000002',
  gran: '+61400000003',
};
const underThreat =
  /^home DURESS \d\d:\d\d: Tom is under threat\. Do not call back\. Call the police, 000\.$/;

let company: SmsBroadcast;
let service: PushService;
let place: Place;
let hub: HubProcess;
/** The endpoint of each person’s phone. */
const phones = new Map<string, string>();

beforeAll(async () => {
  company = await startSmsBroadcast();
  service = await startPushService();
  // The list of whom to ask next has Tom’s own number in it.
  place = await createPlace(`
site: home
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors: { driver: replay, replay: { file: quiet.jsonl, speed: 0 } }
notify:
  sms:
    provider: smsbroadcast
    url: "${company.url}/api-adv.php"
    username: owner
    password: secret
    from: sec53
    recipients: [{ number: "${numbers.gran}", name: Gran }]
    dailyCap: 100
  push: { subject: "mailto:ines@example.com", hosts: ["${service.host}"] }
  escalate: ["+61400000009", "${numbers.Tom}"]
`);
  const closed = { at: new Date().toISOString(), sensor: 'door', kind: 'contact', value: 'closed' };
  await writeFile(join(place.folder, 'quiet.jsonl'), JSON.stringify(closed));
  hub = await startHub(place, { NODE_EXTRA_CA_CERTS: service.caFile });
  for (const name of ['admin', 'Tom', 'Lisa'] as const) {
    const issued = name === 'admin' || runProgram('pki', ['issue', name, '--role', 'admin'], place);
    if (issued !== true) expect(await issued.ended).toBe(0);
    const as = hub.device(name);
    const { publicKey } = (await hub.send('/api/push/subscription', { as })).json;
    const phone = service.subscribe(publicKey);
    phones.set(name, phone.endpoint);
    await hub.send('/api/push/subscription', { as, method: 'PUT', body: phone });
    const body = {
      number: numbers[name] ?? null,
      sms: true,
      push: true,
      quiet: null,
      chime: false,
    };
    expect((await hub.send('/api/me/alerts', { as, method: 'PUT', body })).status).toBe(200);
  }
  expect((await tom('/api/me/pin', 'PUT', { pin })).status).toBe(204);
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
  await service?.close();
  await company?.stop();
});

function tom(path: string, method = 'GET', body?: unknown): Promise<Reply> {
  return hub.send(path, { as: hub.device('Tom'), method, body });
}

async function audit(as?: SendOptions['as']): Promise<AuditEntry[]> {
  const { timeZone } = (await hub.send('/api/status')).json;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());
  return (await hub.send(`/api/audit?day=${day}`, { as: as ?? hub.admin() })).json.entries;
}

const duressIn = (entries: AuditEntry[]) =>
  entries.filter(({ action }) => action === 'duress').length;

/** All but the moment and what is drawn anew each time. */
function shapeOf({ status, headers, text }: Reply): unknown {
  const { date: _, 'set-cookie': cookie, ...rest } = headers;
  return { status, text, rest, cookie: String(cookie).replace(/=[\w-]{43};/, '=TOKEN;') };
}

/** Everything that the phones of others were sent of it, once it is there. */
async function told(texts: number, pushes: number) {
  await company.received(texts);
  await service.arrived(pushes);
}

describe('a PIN for duress', () => {
  it('is refused where it is the PIN, without saying so, and the PIN where it is that one', async () => {
    const wrong = await tom('/api/me/duress-pin', 'PUT', { pin: duressPin, current: '999999' });
    expect([wrong.status, wrong.json.code]).toEqual([403, 'confirmation_failed']);
    const same = await tom('/api/me/duress-pin', 'PUT', { pin, current: pin });
    expect(same.status).toBe(400);
    expect((await tom('/api/me/duress-pin', 'PUT', { pin: duressPin, current: pin })).status).toBe(
      204,
    );
    const taken = await tom('/api/me/pin', 'PUT', { pin: duressPin, current: pin });
    expect([taken.status, taken.text]).toEqual([same.status, same.text]);
  });

  it('shows to its owner alone, once they have written their PIN', async () => {
    const seen = async () => {
      const { hasPin, hasDuressPin, hasDuressAuthenticator, confirm }: Me = (await tom('/api/me'))
        .json;
      return { hasPin, hasDuressPin, hasDuressAuthenticator, isPinFresh: confirm.isPinFresh };
    };
    const none = { hasPin: true, hasDuressPin: false, hasDuressAuthenticator: false };
    expect(await seen()).toEqual({ ...none, isPinFresh: false });
    await tom('/api/me/confirm', 'POST', { pin });
    expect(await seen()).toEqual({ ...none, hasDuressPin: true, isPinFresh: true });
    // A disarming uses the confirmation up.
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    await tom('/api/mode', 'PUT', { mode: 'monitor' });
    expect(await seen()).toEqual({ ...none, isPinFresh: false });
  });

  it('is not for whoever has no PIN to tell it from', async () => {
    const body = { pin: duressPin };
    const reply = await hub.send('/api/me/duress-pin', { method: 'PUT', body });
    expect([reply.status, reply.json.detail]).toEqual([409, 'set a PIN for yourself first']);
  });
});

describe('a PIN written under threat', () => {
  beforeEach(async () => {
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
  });

  it('does all that the PIN does, and the others are told at once', async () => {
    const texts = company.requests.length;
    const pushes = service.received.length;
    const stream = await openStream(hub.address, hub.device('Tom'));
    await stream.next(({ event }) => event === 'status');
    // It is asked for although this hub names nothing to confirm.
    const asked = await tom('/api/mode', 'PUT', { mode: 'monitor' });
    expect([asked.json.code, asked.json.methods]).toEqual(['confirmation_needed', ['pin']]);
    const right = await tom('/api/me/confirm', 'POST', { pin });
    const used = (await tom('/api/reach')).json.sms.used;
    const { people } = (await hub.send('/api/reach')).json;
    company.decide = () => ({ kind: 'bad', numbers: ['61400000003'] });
    const duress = await tom('/api/me/confirm', 'POST', { pin: duressPin });
    expect(shapeOf(duress)).toEqual(shapeOf(right));
    expect(duress.status).toBe(204);
    // Whoever stands there is shown that there is no such PIN.
    expect((await tom('/api/me')).json).toMatchObject({
      ...{ hasDuressPin: false, hasDuressAuthenticator: false, confirm: { isPinFresh: true } },
    });
    expect((await tom('/api/mode', 'PUT', { mode: 'monitor' })).json.mode).toBe('monitor');
    // Again within the minute: nobody is told twice.
    await tom('/api/me/confirm', 'POST', { pin: duressPin });
    await told(texts + 1, pushes + 2);
    company.decide = () => ({ kind: 'ok' });

    const requests = company.requests.slice(texts);
    expect(requests.map(({ form }) => form.to)).toEqual(['61400000003,61400000001,61400000009']);
    expect(requests[0]?.form.message).toMatch(underThreat);
    const sent = service.received.slice(pushes);
    expect(sent.map(({ endpoint }) => endpoint).toSorted()).toEqual(
      [phones.get('admin'), phones.get('Lisa')].toSorted(),
    );
    const [push] = sent;
    const payload: PushPayload = JSON.parse(push?.text ?? '');
    expect(payload.notification.title).toBe('Tom is under threat');

    expect(duressIn(await audit())).toBe(1);
    expect(await audit(hub.device('Tom'))).toEqual(
      (await audit()).filter(({ action }) => !action.startsWith('duress')),
    );
    // What Tom sees of it: a mode that changed.
    await stream.next(({ event, data }) => event === 'status' && data.mode === 'monitor');
    expect(JSON.stringify(stream.messages.map(({ data }) => data))).not.toMatch(/duress|threat/i);
    stream.close();
    expect((await tom('/api/reach')).json.sms.used).toBe(used);
    expect((await hub.send('/api/reach')).json.sms.used).toBe(used + 3);
    // Gran’s number was refused: the others see it, and nothing that everybody sees says so.
    const undelivered = await until(async () => {
      const rows: MessageRow[] = (await hub.send('/api/reach')).json.undelivered;
      return rows.length > 0 ? rows : undefined;
    });
    expect(undelivered).toMatchObject([{ kind: 'duress', to: 'Gran', status: 'failed' }]);
    // Of whom it reached, and that somebody tapped it, no list says anything.
    const { id } = payload.notification.data;
    const admin = { as: hub.admin(), method: 'POST', body: { id } };
    expect((await hub.send('/api/push/tapped', admin)).status).toBe(204);
    expect((await hub.send('/api/reach')).json.people).toEqual(people);
    expect((await tom('/api/reach')).json.undelivered).toEqual([]);
    expect((await tom('/api/status')).json.flags).not.toContain('undelivered');
  });

  it('is asked for at the next disarming too', async () => {
    await tom('/api/me/confirm', 'POST', { pin });
    const first = await tom('/api/mode', 'PUT', { mode: 'monitor' });
    expect(first.status).toBe(200);
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    const next = await tom('/api/mode', 'PUT', { mode: 'monitor' });
    expect([next.status, next.json.code]).toEqual([403, 'confirmation_needed']);
  });
});

describe('a code of the authenticator for duress', () => {
  const lisa = (path: string, method = 'GET', body?: unknown) =>
    hub.send(path, { as: hub.device('Lisa'), method, body });

  it('signs in as the other does, and the others are told', async () => {
    const as = { ca: hub.admin().ca };
    const early = await lisa('/api/me/duress-authenticator', 'POST');
    expect([early.status, early.json.detail]).toEqual([409, 'set up an authenticator first']);
    const own = await lisa('/api/people/Lisa/authenticator', 'POST');
    await lisa('/api/me/pin', 'PUT', { pin });
    const unproven = await lisa('/api/me/duress-authenticator', 'POST');
    expect([unproven.json.code, unproven.json.methods]).toEqual([
      'confirmation_needed',
      ['pin', 'recovery'],
    ]);
    await lisa('/api/me/confirm', 'POST', { pin });
    const second = await lisa('/api/me/duress-authenticator', 'POST');
    expect(second.status).toBe(201);
    expect(Object.keys(second.json)).toEqual(['address', 'qr']);

    const signIn = async ({ json }: Reply) => {
      const secret = new URL(json.address).searchParams.get('secret') ?? '';
      const body = { name: 'Lisa', code: await generate({ secret }) };
      return send(`${hub.address}/api/session`, { as, method: 'POST', body });
    };
    const right = await signIn(own);
    const pushes = service.received.length;
    const texts = company.requests.length;
    const duress = await signIn(second);
    expect(duress.status).toBe(200);
    expect(shapeOf(duress)).toEqual(shapeOf(right));
    await told(texts + 1, pushes + 2);
    expect(company.requests[texts]?.form.message).toContain('Lisa is under threat');
    expect(service.received.slice(pushes).map(({ endpoint }) => endpoint)).not.toContain(
      phones.get('Lisa'),
    );

    const cookie = String(duress.headers['set-cookie']).split(';')[0] ?? '';
    const me: Me = (await send(`${hub.address}/api/me`, { as, headers: { cookie } })).json;
    expect(me).toMatchObject({ via: 'totp', hasDuressPin: false, hasDuressAuthenticator: false });
    const hasSecond = async () => (await lisa('/api/me')).json.hasDuressAuthenticator;
    expect(await hasSecond()).toBe(true);
    const signIns = (await audit()).filter(({ action }) => action === 'sign-in');
    expect(signIns.map(({ by, detail }) => [by.name, detail])).toEqual([
      ['Lisa', 'signed in with a code'],
      ['Lisa', 'signed in with a code'],
    ]);
    expect((await lisa('/api/me/duress-authenticator', 'DELETE')).status).toBe(204);
    expect(await hasSecond()).toBe(false);
  });
});

describe('wrong PINs', () => {
  it('lock nobody out of the recovery codes, nor a wrong recovery code out of the PIN', async () => {
    const lisa = (path: string, method: string, body?: unknown) =>
      hub.send(path, { as: hub.device('Lisa'), method, body });
    const confirm = async (body: unknown) => (await lisa('/api/me/confirm', 'POST', body)).status;
    const { recoveryCodes } = (await lisa('/api/people/Lisa/authenticator', 'POST')).json;
    const [recovery] = recoveryCodes;
    expect(await confirm({ recovery: 'aaaa-aaaa-aaaa-aaaa' })).toBe(403);
    for (let count = 0; count < 5; count++) expect(await confirm({ pin: '000000' })).toBe(403);
    expect(await confirm({ pin })).toBe(429);
    expect(await confirm({ recovery })).toBe(204);
    expect(await confirm({ recovery })).toBe(403);
    expect(await confirm({ pin })).toBe(429);
  });
});
