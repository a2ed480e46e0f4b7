import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { type Firefox, openFirefox, whyNoFirefox } from './firefox.ts';
import { live } from './screen.ts';

const reason = whyNoFirefox();
if (reason) console.warn(`the tests in Firefox are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
let firefox: Firefox | undefined;

beforeAll(async () => {
  place = await createPlace(anyPort);
  hub = await startHub(place);
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
});
afterEach(async () => {
  await firefox?.close();
  firefox = undefined;
});

async function open(device: string | undefined, path: string): Promise<Firefox> {
  firefox = await openFirefox(join(place.data, 'pki'), device);
  await firefox.wire.go(hub.address.replace('127.0.0.1', 'localhost') + path);
  return firefox;
}

describe.skipIf(reason !== undefined)('in Firefox, the app', () => {
  it('is live with a certificate, changes the mode and follows others', async () => {
    const screen = await open('admin', '/');
    await live(screen);
    await screen.see('h1', /Recording only/);
    await screen.see('li', /Front door/);
    await screen.click('[data-mode=off]');
    await screen.see('[data-mode=off][aria-checked=true]');
    await screen.see('h1', /Nothing is recorded/);
    expect((await hub.send('/api/status')).json).toMatchObject({
      ...{ mode: 'off', by: { name: 'admin', via: 'certificate' } },
    });
    // This one comes by the stream.
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'monitor' } });
    await screen.see('[data-mode=monitor][aria-checked=true]');
    await screen.shoot('firefox');
  });

  it('is the sign-in page and nothing else without one', async () => {
    const screen = await open(undefined, '/people');
    await screen.see('h1', /Who is there/);
    expect(await screen.has('nav, [aria-label=Connection], sec-people-view')).toBe(false);
    expect(await screen.wire.run('return localStorage.length')).toBe(0);
    await screen.shoot('firefox-sign-in');
  });
});
