import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { expectNoBarriers } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { createWindows, live } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the tests of how push looks are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
const windows = createWindows(() => ({ place, hub }));

beforeAll(async () => {
  place = await createPlace(
    [
      'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }',
      'notify: { push: { subject: "mailto:ines@example.com", hosts: ["push.invalid"] } }',
    ].join('\n'),
  );
  hub = await startHub(place);
});
afterAll(async () => {
  await windows.end();
  await hub?.stop();
  await place?.remove();
});
afterEach(windows.close);

interface Pretence {
  permission: 'default' | 'granted' | 'denied';
  /** What the person answers. */
  answer?: 'granted' | 'denied';
  /** How subscribing fails. */
  failure?: string;
  isSafari?: boolean;
}

/** No push service is at hand, nor a system that asks: a phone that behaves as if. */
function pretend({ permission, answer = 'granted', failure, isSafari = false }: Pretence): string {
  return `
    let permission = ${JSON.stringify(permission)};
    Object.defineProperty(Notification, 'permission', { get: () => permission });
    Notification.requestPermission = async () => permission = ${JSON.stringify(answer)};
    let made = null;
    const key = bytes => btoa(String.fromCharCode(...bytes)).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=/g, '');
    PushManager.prototype.getSubscription = async () => made;
    PushManager.prototype.subscribe = async () => {
      ${failure ? `throw new DOMException('', ${JSON.stringify(failure)});` : ''}
      const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
      const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
      const endpoint = 'https://push.invalid/' + crypto.randomUUID();
      const keys = { p256dh: key(point), auth: key(crypto.getRandomValues(new Uint8Array(16))) };
      made = { endpoint, options: {}, toJSON: () => ({ endpoint, keys }), unsubscribe: async () => { made = null; return true; } };
      return made;
    };
    ${isSafari ? 'delete window.PushManager; Object.defineProperty(navigator, "standalone", { value: false });' : ''}`;
}

async function open(pretence: Pretence): Promise<Page> {
  const page = await windows.open('admin', '/');
  await page.addInitScript(pretend(pretence));
  await page.goto(`${new URL(page.url()).origin}/house/phone`);
  await live(page);
  return page;
}

const button = (page: Page, name: string) => page.getByRole('button', { name });

async function look(page: Page, words: string | RegExp, name: string): Promise<void> {
  await page.getByText(words).waitFor();
  await page
    .getByRole('heading', { name: 'Messages on this phone' })
    .evaluate(heading => heading.scrollIntoView());
  await expectNoBarriers(page, name);
}

describe.skipIf(reason !== undefined)('messages on this phone', () => {
  it('are off at first, are asked for in plain words, and can be tried out and stopped', async () => {
    const page = await open({ permission: 'default' });
    await page.getByText('Text messages are the loud way').waitFor();
    await look(page, 'Your phone asks you once', 'push-off');
    await button(page, 'Tell this phone').click();
    await look(page, 'This phone is told from now on.', 'push-on');
    await button(page, 'Send a test').click();
    await page.getByText('A test is on its way.').waitFor();
    await button(page, 'Stop telling it').click();
    await page.getByText('This phone is not told any more.').waitFor();
    await button(page, 'Tell this phone').waitFor();
    expect(windows.complaints()).toEqual([]);
  });

  it('that are blocked are allowed in the settings', async () => {
    const page = await open({ permission: 'default', answer: 'denied' });
    await button(page, 'Tell this phone').click();
    await look(page, /allow them in Settings, Notifications, sec53/, 'push-blocked');
    expect(await button(page, 'Tell this phone').count()).toBe(0);
  });

  it('need the Home Screen on an iPhone', async () => {
    await look(
      await open({ permission: 'default', isSafari: true }),
      /Add to Home Screen/,
      'push-safari',
    );
  });

  it('say it when the phone cannot reach its service, and when they got lost', async () => {
    const page = await open({ permission: 'granted', failure: 'AbortError' });
    await button(page, 'Tell this phone').click();
    await look(page, /could not reach the service/, 'push-unreachable');
    await page.evaluate("localStorage.setItem('sec53.push', 'admin')");
    await page.reload();
    await look(page, /nothing reaches it/, 'push-broken');
    await button(page, 'Tell this phone').waitFor();
  });

  it('are not to be had of a hub that sends none', async () => {
    const plain = await createPlace('edge: { host: 127.0.0.1, port: 0, setupPort: 0 }\n');
    const other = await startHub(plain);
    const others = createWindows(() => ({ place: plain, hub: other }));
    const page = await others.open('admin', '/house/phone');
    await page.addInitScript(pretend({ permission: 'default' }));
    await page.reload();
    await look(page, /does not send messages to phones yet/, 'push-hub-without');
    await others.end();
    await other.stop();
    await plain.remove();
  });
});
