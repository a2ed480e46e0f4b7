import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { type Authenticator, addAuthenticator } from './authenticator.ts';
import { type Browser, openChromium, whyNoChromium } from './chromium.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests of passkeys are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
const browsers: Browser[] = [];

beforeAll(async () => {
  place = await createPlace(
    'edge: { host: 127.0.0.1, port: 0, setupPort: 0, names: [localhost], confirm: [disarm] }\n',
  );
  hub = await startHub(place);
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
});
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close();
});

const origin = () => hub.address.replace('127.0.0.1', 'localhost');

/** A phone with a face to look at. */
async function openPhone(
  device: string | undefined,
): Promise<{ page: Page; authenticator: Authenticator }> {
  const browser = await openChromium(join(place.data, 'pki'), device);
  browsers.push(browser);
  const { page } = browser;
  const authenticator = await addAuthenticator(page);
  await page.goto(origin());
  return { page, authenticator };
}

/** Sends from within the page, as the app does; the answer's status and body. */
function post(page: Page, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  return page.evaluate(
    async ([path, body]) => {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },
    [path, JSON.stringify(body)] as const,
  );
}

/** Has the page answer the hub's options; as text, since this side knows no browser's types. */
async function answer(page: Page, path: string, kind: 'create' | 'get'): Promise<object> {
  const options = await post(page, path, {});
  expect(options.status).toBe(200);
  const parse = { create: 'parseCreationOptionsFromJSON', get: 'parseRequestOptionsFromJSON' };
  return page.evaluate<object>(`(async () => {
    const publicKey = PublicKeyCredential.${parse[kind]}(${JSON.stringify(options.body)});
    return (await navigator.credentials.${kind}({ publicKey })).toJSON();
  })()`);
}

describe.skipIf(reason !== undefined)('a passkey', () => {
  it('is made on a phone with a certificate, confirms there, and signs in elsewhere', async () => {
    const { page, authenticator } = await openPhone('admin');
    const made = await answer(page, '/api/me/passkeys/options', 'create');
    const kept = await post(page, '/api/me/passkeys', { label: 'My phone', passkey: made });
    expect([kept.status, kept.body]).toEqual([204, null]);
    // The same answer a second time is no answer.
    const again = await post(page, '/api/me/passkeys', { label: 'Copy', passkey: made });
    expect(again.status).toBe(403);
    const me = (await hub.send('/api/me')).json;
    expect(me.passkeys).toMatchObject([{ label: 'My phone', usedAt: null }]);
    expect(me.confirm).toEqual({ for: ['disarm'], isPinFresh: false, methods: ['passkey'] });

    const sensors = (await hub.send('/api/status')).json.sensors.map(
      ({ id }: { id: string }) => id,
    );
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert', bypass: sensors } });
    const refused = await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    expect(refused.json.methods).toEqual(['passkey']);
    const used = await answer(page, '/api/me/confirm/options', 'get');
    expect((await post(page, '/api/me/confirm/passkey', { passkey: used })).status).toBe(204);
    expect((await post(page, '/api/me/confirm/passkey', { passkey: used })).status).toBe(403);
    const off = await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    expect(off.status).toBe(200);

    const other = await openPhone(undefined);
    await other.authenticator.take(await authenticator.credentials());
    const signIn = await answer(other.page, '/api/session/options', 'get');
    const session = await post(other.page, '/api/session', { passkey: signIn });
    expect(session.body).toEqual({ name: 'admin', via: 'passkey', role: 'admin' });
    expect((await post(other.page, '/api/session', { passkey: signIn })).status).toBe(401);
    // A passkey alone adds nobody.
    const added = await post(other.page, '/api/devices', { name: 'x' });
    expect([added.status, added.body]).toMatchObject([403, { code: 'needs_certificate' }]);

    const [{ id }] = me.passkeys;
    expect((await hub.send(`/api/me/passkeys/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await hub.send('/api/me')).json.passkeys).toEqual([]);
  });

  it('is not to be had by an address, which nothing could be tied to', async () => {
    expect((await hub.send('/api/me')).json.canHavePasskeys).toBe(false);
    const reply = await hub.send('/api/me/passkeys/options', { method: 'POST', body: {} });
    expect([reply.status, reply.json.code]).toEqual([409, 'not_possible']);
  });
});
