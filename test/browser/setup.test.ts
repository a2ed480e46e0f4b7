import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import jsQR from 'jsqr';
import type { Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NewPairing } from '../../server/protocol.ts';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { identityInProfile } from '../identity.ts';
import { findBarriers } from './barriers.ts';
import { type Browser, type BrowserOptions, openChromium, whyNoChromium } from './chromium.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests of the setup page are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
const browsers: Browser[] = [];

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
  for (const browser of browsers.splice(0)) await browser.close();
});

async function open(device?: string, options: BrowserOptions = {}): Promise<Page> {
  const browser = await openChromium(join(place.data, 'pki'), device, options);
  browsers.push(browser);
  return browser.page;
}

async function pair(name: string): Promise<NewPairing> {
  const reply = await hub.send('/api/devices', { method: 'POST', body: { name } });
  expect(reply.status).toBe(201);
  return reply.json;
}

/** What a phone's camera reads. */
async function scan(page: Page, svg: string): Promise<string | undefined> {
  const size = 400;
  const pixels = await page.evaluate<number[]>(`(async () => {
    const image = new Image(${size}, ${size});
    image.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(svg)});
    await image.decode();
    const context = new OffscreenCanvas(${size}, ${size}).getContext('2d');
    context.drawImage(image, 0, 0, ${size}, ${size});
    return [...context.getImageData(0, 0, ${size}, ${size}).data];
  })()`);
  return jsQR(new Uint8ClampedArray(pixels), size, size)?.data;
}

async function download(page: Page, words: string): Promise<Download> {
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: words }).click();
  return started;
}

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.TEST_SHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

describe.skipIf(reason !== undefined)('the setup page', () => {
  it('leads a phone from the QR code to its first look at the house', async () => {
    const { link, qr, passphrase } = await pair('Tom’s phone');
    const page = await open();
    // Any page will do to look at a picture.
    await page.goto(link);
    expect(await scan(page, qr)).toBe(link);
    await page.goto(`${link}?for=iphone`);
    const step = (title: RegExp) => page.getByRole('listitem').filter({ hasText: title });

    await download(page, 'Take the certificate');
    await step(/Take the hub’s certificate done/).waitFor();
    // This browser trusts the authority already, so the app's port can be reached.
    await step(/Switch on trust done/).waitFor();
    const profile = await (await download(page, 'Take the identity')).path();
    await step(/identity done/).waitFor();

    const folder = join(place.data, 'pki/devices/phone');
    await mkdir(folder);
    await writeFile(join(folder, 'phone.p12'), identityInProfile(await readFile(profile, 'utf8')));
    await writeFile(join(folder, 'passphrase'), passphrase);
    const app = await open('phone');
    await app.goto(hub.address.replace('127.0.0.1', 'localhost'));
    await app.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    await step(/Open the app done/).waitFor();
    await shoot(page, 'setup-done');
    expect(browsers.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  it.each([
    ['light', { width: 390, height: 844 }],
    ['dark', { width: 390, height: 844 }],
    ['light', { width: 1280, height: 800 }],
    ['dark', { width: 1280, height: 800 }],
  ] as const)('puts no barrier in anybody’s way (%s, %j)', async (colorScheme, viewport) => {
    const { id, link } = await pair(`A phone <b>&"' ${colorScheme} ${viewport.width}`);
    const page = await open(undefined, { colorScheme, viewport });
    const all = ['iphone', 'android', 'mac', 'windows', 'linux', 'toaster'];
    for (const kind of viewport.width < 400 && colorScheme === 'light' ? all : ['iphone']) {
      await page.goto(`${link}?for=${kind}`);
      await page.getByRole('heading', { level: 1, name: /Let A phone <b>/ }).waitFor();
      expect([kind, await findBarriers(page)]).toEqual([kind, []]);
      const overflow = await page.evaluate('document.documentElement.scrollWidth');
      expect(overflow).toBeLessThanOrEqual(viewport.width);
      await shoot(page, `setup-${kind}-${colorScheme}-${viewport.width}`);
    }
    await page.goto(`${new URL(link).origin}/pair/${'x'.repeat(22)}`);
    await page.getByRole('heading', { name: /leads nowhere/ }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await hub.send(`/api/pairings/${id}`, { method: 'DELETE' });
    expect(browsers.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
