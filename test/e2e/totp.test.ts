import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStream } from '../event-stream.ts';
import {
  anyPort,
  createPlace,
  type HubProcess,
  type Place,
  runProgram,
  startHub,
} from '../hub-process.ts';
import { send } from '../request.ts';

let place: Place;
let hub: HubProcess;
let ca: string;

beforeEach(async () => {
  place = await createPlace(anyPort);
  hub = await startHub(place);
  ({ ca } = hub.admin());
});
afterEach(async () => {
  await hub.stop();
  await place.remove();
});

async function enrol(...args: string[]) {
  const run = runProgram('totp', ['enrol', ...args], place);
  expect(await run.ended).toBe(0);
  const [address = ''] = /otpauth:\S+/.exec(run.output()) ?? [];
  const codes =
    run
      .output()
      .match(/^ {2}[a-z0-9-]{19}$/gm)
      ?.map(code => code.trim()) ?? [];
  return {
    secret: new URL(address).searchParams.get('secret') ?? '',
    address,
    codes,
    output: run.output(),
  };
}

function signIn(name: string, code: string, headers: Record<string, string> = {}) {
  return send(`${hub.address}/api/session`, {
    as: { ca },
    method: 'POST',
    body: { name, code },
    headers,
  });
}

function cookieOf(reply: { headers: Record<string, string | string[] | undefined> }): string {
  return String(reply.headers['set-cookie']).split(';')[0] ?? '';
}

function asCookie(cookie: string, path: string, method = 'GET', body?: unknown) {
  return send(`${hub.address}${path}`, { as: { ca }, method, body, headers: { cookie } });
}

describe('a phone without a certificate', () => {
  it('comes in with a code, has the rights of its name, and goes out again', async () => {
    const { secret, output, codes } = await enrol('Großmutter');
    expect(output).toContain('█');
    expect(codes).toHaveLength(10);
    const reply = await signIn('Großmutter', await generate({ secret }));
    expect([reply.status, reply.json]).toEqual([
      200,
      { name: 'Großmutter', via: 'totp', role: 'member' },
    ]);
    expect(reply.headers['set-cookie']?.[0]).toMatch(
      /^__Host-sid=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    );
    const cookie = cookieOf(reply);
    const put = await asCookie(cookie, '/api/mode', 'PUT', { mode: 'off' });
    expect(put.json).toMatchObject({ mode: 'off', by: { name: 'Großmutter', via: 'totp' } });
    expect((await asCookie(cookie, '/api/restart', 'POST')).status).toBe(403);
    const stream = await openStream(hub.address, { ca }, { cookie });
    expect((await asCookie(cookie, '/api/session', 'DELETE')).status).toBe(204);
    await stream.ended;
    expect((await asCookie(cookie, '/api/status')).status).toBe(401);
  });

  it('cannot use a code twice, nor one of the future, nor one that is long past', async () => {
    const { secret } = await enrol('Tom');
    const now = Math.floor(Date.now() / 1000);
    const past = await signIn('Tom', await generate({ secret, epoch: now - 90 }));
    const future = await signIn('Tom', await generate({ secret, epoch: now + 60 }));
    expect([past.status, future.status]).toEqual([401, 401]);
    const code = await generate({ secret });
    const [first, second] = await Promise.all([signIn('Tom', code), signIn('Tom', code)]);
    expect([first.status, second.status].sort()).toEqual([200, 401]);
  });

  it('may use each recovery code once, in any spelling', async () => {
    const { codes } = await enrol('Tom');
    const [code = ''] = codes;
    expect((await signIn('Tom', code.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await signIn('Tom', code)).status).toBe(401);
  });

  it('is answered alike whether its name is known or not, and stopped after five tries', async () => {
    await enrol('Tom');
    const answers = [];
    for (const name of ['Tom', 'Nobody']) {
      for (const code of ['000000', 'x', '12345678901', '000001', '000002', '000003']) {
        const { status, json } = await signIn(name, code);
        answers.push([name, status, json.code, json.detail]);
      }
    }
    expect(
      answers.slice(0, 5).every(([, status, code]) => status === 401 && code === 'sign_in_failed'),
    ).toBe(true);
    expect(answers.slice(5).every(([, status]) => status === 429)).toBe(true);
    const blocked = await signIn('Nobody', '000000');
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(600);
    // The way in by certificate is never locked, and a restart forgets nothing.
    expect((await hub.send('/api/status')).status).toBe(200);
    await hub.kill();
    hub = await startHub(place);
    expect((await signIn('Tom', '000000')).status).toBe(429);
  });

  it('cannot be locked out of its recovery codes by a stranger who guesses, and the admin learns of it', async () => {
    const { codes } = await enrol('Tom');
    for (let index = 0; index < 5; index++) await signIn('Tom', `00000${index}`);
    expect((await signIn('Tom', '999999')).status).toBe(429);
    // From elsewhere; this address is stopped for every way in.
    const { default: Database } = await import('better-sqlite3');
    const state = new Database(join(place.data, 'state.db'));
    state.prepare("delete from attempts where key like 'address:%'").run();
    state.close();
    expect((await signIn('Tom', '999999')).status).toBe(429);
    const reply = await signIn('Tom', codes[0] ?? '');
    expect(reply.status).toBe(200);
    await asCookie(cookieOf(reply), '/api/session', 'DELETE');
    const { timeZone } = (await hub.send('/api/status')).json;
    const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
      new Date(),
    );
    const { json } = await hub.send(`/api/audit?day=${today}`);
    const lines = json.entries.map(
      ({ action, detail }: { action: string; detail: string }) => `${action}: ${detail}`,
    );
    expect(lines).toContain('wrong-codes: 5 wrong codes, the last for "Tom" from 127.0.0.1');
    expect(lines).toContain('sign-out: signed out');
  });

  it('is out when its name is enrolled anew', async () => {
    const { codes } = await enrol('Tom');
    const cookie = cookieOf(await signIn('Tom', codes[0] ?? ''));
    const stream = await openStream(hub.address, { ca }, { cookie });
    await enrol('Tom');
    expect((await asCookie(cookie, '/api/status')).status).toBe(401);
    await stream.ended;
  });

  it('is out at once when its name is revoked, its open stream too', async () => {
    const { secret } = await enrol('Tom');
    const cookie = cookieOf(await signIn('Tom', await generate({ secret })));
    const stream = await openStream(hub.address, { ca }, { cookie });
    const revoked = runProgram('pki', ['revoke', 'Tom'], place);
    expect(await revoked.ended).toBe(0);
    expect((await asCookie(cookie, '/api/status')).status).toBe(401);
    await stream.ended;
    expect((await signIn('Tom', await generate({ secret }))).status).toBe(401);
  });

  it('gets another session for the same name, and leaves no secret in any file but the store', async () => {
    const { secret, codes } = await enrol('admin');
    const reply = await signIn('admin', await generate({ secret }));
    expect(reply.json.role).toBe('admin');
    const token = cookieOf(reply).split('=')[1] ?? '';
    for (const secretText of [secret, token, ...codes])
      expect(hub.output()).not.toContain(secretText);
    const { default: Database } = await import('better-sqlite3');
    const state = new Database(join(place.data, 'state.db'), { readonly: true });
    const stored = JSON.stringify([
      state.prepare('select * from sessions').all(),
      state.prepare('select * from recovery_codes').all(),
    ]);
    state.close();
    for (const secretText of [token, ...codes]) expect(stored).not.toContain(secretText);
    const files = readdirSync(place.data, { recursive: true, withFileTypes: true });
    for (const file of files) {
      const { mode } = statSync(join(file.parentPath, file.name));
      expect([file.name, (mode & 0o777).toString(8)]).toEqual([
        file.name,
        file.isDirectory() ? '700' : '600',
      ]);
    }
  });
});
