import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reach } from '../../server/protocol.ts';
import { type SmsBroadcast, startSmsBroadcast } from '../fakes/sms-broadcast.ts';
import { createPlace, type HubProcess, type Place, runProgram, startHub } from '../hub-process.ts';
import { until } from '../until.ts';

let company: SmsBroadcast;
let place: Place;
let hub: HubProcess;

beforeAll(async () => {
  company = await startSmsBroadcast();
  company.balance = 700;
  place = await createPlace(`
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors: { driver: replay, replay: { file: quiet.jsonl } }
notify:
  sms:
    provider: smsbroadcast
    url: "${company.url}/api-adv.php"
    username: owner
    password: secret
    recipients: [{ number: "+61400000001", name: Gran }]
  escalate: ["+61400000009"]
`);
  // A household that moves would raise an alarm at some hours of the day.
  writeFileSync(join(place.folder, 'quiet.jsonl'), '');
  hub = await startHub(place);
  for (const args of [['Tom'], ['Lisa', '--role', 'guest']]) {
    expect(await runProgram('pki', ['issue', ...args], place).ended).toBe(0);
  }
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
  await company?.stop();
});

const ask = (path: string, as = 'admin', method = 'GET', body?: unknown) =>
  hub.send(path, { as: hub.device(as), method, body });
const settings = { number: '+61400000003', sms: true, push: true, quiet: null, chime: false };

async function rowOf(name: string, as = 'admin') {
  const { people }: Reach = (await ask('/api/reach', as)).json;
  return people.find(row => row.name === name);
}

describe('how somebody wants to be told', () => {
  it('is their own to say, and an admin’s', async () => {
    const none = { number: null, sms: true, push: true, quiet: null, chime: false };
    expect((await ask('/api/me/alerts', 'Tom')).json).toEqual(none);
    const quiet = { ...settings, quiet: { from: '22:00', to: '07:00' } };
    expect((await ask('/api/me/alerts', 'Tom', 'PUT', quiet)).json).toEqual(quiet);
    expect((await ask('/api/people/Tom/alerts')).json).toEqual(quiet);
    expect((await ask('/api/people/Tom/alerts', 'admin', 'PUT', settings)).status).toBe(200);
    expect((await ask('/api/people/admin/alerts', 'Tom', 'PUT', settings)).status).toBe(403);
    expect((await ask('/api/people/Nobody/alerts')).status).toBe(404);
    expect((await ask('/api/me/alerts', 'Lisa')).status).toBe(403);
    // The record says that it changed, and holds no number.
    const day = new Date().toISOString().slice(0, 10);
    const audit = JSON.stringify((await ask(`/api/audit?day=${day}`)).json);
    expect(audit).not.toContain('400000003');
  });

  it.each([
    ['a number without its country', { ...settings, number: '0400 000 003' }, 'number'],
    ['a time that is none', { ...settings, quiet: { from: '25:00', to: '07:00' } }, 'quiet.from'],
    ['hours that never end', { ...settings, quiet: { from: '07:00', to: '07:00' } }, 'quiet'],
    ['something missing', { number: null, sms: true, push: true }, 'quiet'],
  ])('is refused with %s, with the place and the fix', async (_, body, path) => {
    const { status, json } = await ask('/api/me/alerts', 'Tom', 'PUT', body);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ path, message: expect.any(String) }]);
  });
});

describe('who can be reached', () => {
  it('is told with whole numbers to admins and their owners alone', async () => {
    expect((await rowOf('Tom'))?.sms?.number).toBe('+61400000003');
    expect((await rowOf('Tom', 'Tom'))?.sms?.number).toBe('+61400000003');
    expect((await rowOf('Gran', 'Tom'))?.sms?.number).toBe('…001');
    expect((await rowOf('…009', 'Tom'))?.sms).toMatchObject({ isEscalation: true });
    expect((await ask('/api/reach', 'Lisa')).status).toBe(403);
  });

  it('is proved by a test that arrives, and by whoever says so', async () => {
    const before = company.requests.length;
    const test = await ask('/api/reach/sms-test', 'Tom', 'POST', { name: 'Tom' });
    expect(test.status).toBe(202);
    await until(() => company.delivered.get('61400000003'));
    expect(company.requests.length).toBe(before + 1);
    const row = await until(async () => {
      const found = await rowOf('Tom');
      return found?.sms?.acceptedAt ? found : undefined;
    });
    expect(row.sms?.confirmedAt).toBeNull();
    await ask('/api/reach/sms-confirm', 'Tom', 'POST', { name: 'Tom' });
    expect((await rowOf('Tom'))?.sms?.confirmedAt).not.toBeNull();
    const { sms }: Reach = (await ask('/api/reach')).json;
    expect(sms).toMatchObject({ provider: 'SMS Broadcast', used: 1, cap: 30, reserve: 10 });
  });

  it('is not confirmed by a word alone, where no text was ever sent', async () => {
    const said = await ask('/api/reach/sms-confirm', 'admin', 'POST', { name: '+61400000009' });
    expect([said.status, said.json.code]).toEqual([409, 'not_possible']);
    expect((await rowOf('+61400000009'))?.sms?.confirmedAt).toBeNull();
  });

  it('is not tested twice within a trembling finger, nor by others', async () => {
    // Another number does not make it another finger.
    const moved = { ...settings, number: '+61400000004' };
    await ask('/api/me/alerts', 'Tom', 'PUT', moved);
    const again = await ask('/api/reach/sms-test', 'Tom', 'POST', { name: 'Tom' });
    expect(again.status).toBe(429);
    await ask('/api/me/alerts', 'Tom', 'PUT', settings);
    expect(again.json.retryAfter).toBeGreaterThan(0);
    expect((await ask('/api/reach/sms-test', 'Tom', 'POST', { name: 'Gran' })).status).toBe(403);
    expect((await ask('/api/reach/sms-test', 'admin', 'POST', { name: 'admin' })).status).toBe(404);
    expect((await ask('/api/reach/sms-test', 'admin', 'POST', { name: 'Gran' })).status).toBe(202);
  });
});

describe('a hub that was off', () => {
  it('says so by text when it should have watched, from when to when, and once', async () => {
    await ask('/api/mode', 'admin', 'PUT', { mode: 'alert' });
    await hub.kill();
    hub = await startHub(place);
    const texts = await until(() => {
      const found = company.delivered.get('61400000001')?.filter(text => text.includes('was off'));
      return found?.length ? found : undefined;
    });
    expect(texts).toEqual([
      expect.stringMatching(
        /^home: the hub was off \d\d:\d\d-\d\d:\d\d, (changed meanwhile: .*; )?alert away before and now\.$/,
      ),
    ]);
    await hub.kill();
    hub = await startHub(place);
    const { sms }: Reach = (await ask('/api/reach')).json;
    // The second fall within the hour costs no text message.
    expect(sms.used).toBe(4);
  });
});
