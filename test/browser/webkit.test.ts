import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NewPairing } from '../../server/protocol.ts';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import type { Credential } from '../request.ts';
import { live } from './screen.ts';
import { openWebkit, type Webkit, whyNoWebkit } from './webkit.ts';

const reason = whyNoWebkit();
if (reason) console.warn(`the tests in WebKit are skipped: ${reason}`);

const sideways = 'return document.documentElement.scrollWidth > innerWidth';

let place: Place;
let hub: HubProcess;
let webkit: Webkit | undefined;

beforeAll(async () => {
  place = await createPlace(
    'edge: { host: 127.0.0.1, port: 0, setupPort: 0, names: [localhost] }\n',
  );
  hub = await startHub(place);
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
});
afterEach(async () => {
  await webkit?.close();
  webkit = undefined;
});

function origin(): string {
  return hub.address.replace('127.0.0.1', 'localhost');
}

async function open(credential: Credential, address = '/'): Promise<Webkit> {
  webkit = await openWebkit(credential);
  await webkit.wire.go(new URL(address, origin()).href);
  return webkit;
}

describe.skipIf(reason !== undefined)('in WebKit, the app with a certificate', () => {
  it('is live on an iPhone’s screen, and changes the mode and follows others', async () => {
    const screen = await open(hub.admin());
    await live(screen);
    expect(await screen.wire.run('return [innerWidth, innerHeight]')).toEqual([390, 844]);
    await screen.see('h1', /Recording only/);
    await screen.see('li', /Front door/);
    await screen.click('[data-mode=off]');
    await screen.see('[data-mode=off][aria-checked=true]');
    await screen.see('h1', /Nothing is recorded/);
    expect((await hub.send('/api/status')).json).toMatchObject({
      mode: 'off',
      by: { name: 'admin', via: 'certificate' },
    });
    // This one comes by the stream.
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'monitor' } });
    await screen.see('[data-mode=monitor][aria-checked=true]');
    expect(screen.complaints()).toEqual([]);
  });

  it('shows who is in, the phone itself, and everything else of the house', async () => {
    const screen = await open(hub.admin());
    const screens: [string, RegExp][] = [
      ['/people', /One person, one phone/],
      ['/house/phone', /This is admin/],
      ['/house', /./],
      ['/day', /./],
      ['/audit', /./],
    ];
    for (const [path, title] of screens) {
      await screen.wire.go(origin() + path);
      await live(screen);
      await screen.see('h1', title);
      expect([path, await screen.wire.run(sideways)]).toEqual([path, false]);
      await screen.shoot(`webkit${path.replaceAll('/', '-')}`);
    }
    expect(screen.complaints()).toEqual([]);
  });

  it('stays when the house is gone, says so, and finds it again', async () => {
    const screen = await open(hub.admin());
    await live(screen);
    await screen.holds(
      'navigator.serviceWorker.ready.then(({ active }) => active.state === "activated")',
    );
    await screen.wire.reload();
    await live(screen);
    await screen.holds('navigator.serviceWorker.controller?.state === "activated"');
    await hub.stop();
    await screen.wire.reload();
    await screen.see('[aria-label=Connection]', /Offline/);
    await screen.see('h1', /No word from the house/);
    await screen.see('.past', /As of/);
    await screen.see('li', /Front door/);
    await screen.see('[role=radiogroup][aria-disabled=true]');
    await screen.shoot('webkit-offline');
    hub = await startHub(place);
    await live(screen);
    await screen.see('h1', /Recording only/);
    expect(screen.complaints()).toEqual([]);
  });
});

describe.skipIf(reason !== undefined)('in WebKit, the app without a certificate', () => {
  it('is the sign-in page and nothing else, until eight digits connect it', async () => {
    const screen = await open({ ca: hub.admin().ca }, '/people');
    await screen.see('h1', /Who is there/);
    expect(await screen.has('nav, [aria-label=Connection], sec-people-view')).toBe(false);
    expect(await screen.wire.run('return localStorage.length')).toBe(0);
    await screen.shoot('webkit-sign-in');
    await screen.click('button', /has a certificate in Safari/);
    await screen.fill('[name=link]', '0000 0001');
    await screen.click('button', /^Connect$/);
    await screen.see('[role=alert]', /do not fit/);
    const { code } = (await hub.send('/api/me/link', { method: 'POST' })).json;
    await screen.fill('[name=link]', code);
    await screen.click('button', /^Connect$/);
    await live(screen);
    await screen.holds(
      'fetch("/api/session").then(reply => reply.json()).then(({ via }) => via === "link")',
    );
    expect(screen.complaints()).toEqual([]);
  });

  it('is led to by the setup page, which ticks off what was done', async () => {
    const reply = await hub.send('/api/devices', { method: 'POST', body: { name: 'Tom’s phone' } });
    const { link }: NewPairing = reply.json;
    const screen = await open({ ca: hub.admin().ca }, `${link}?for=iphone`);
    await screen.see('h1', /Let Tom’s phone in/);
    await screen.see('[data-step=root]', /not yet/);
    await screen.click('a', /Take the certificate/);
    await screen.see('[data-step=root]', /certificate done/);
    // This browser trusts the authority already, so the app's port can be reached.
    await screen.see('[data-step=trust]', /trust done/);
    await screen.click('a', /Take the identity/);
    await screen.see('[data-step=identity]', /identity done/);
    expect(await screen.wire.run(sideways)).toBe(false);
    await screen.shoot('webkit-setup');
    expect(screen.complaints()).toEqual([]);
  });
});
