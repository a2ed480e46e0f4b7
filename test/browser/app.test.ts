import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, type HubProcess, type Place, runProgram, startHub } from '../hub-process.ts';
import { findBarriers } from './barriers.ts';
import { type Browser, openChromium, whyNoChromium } from './chromium.ts';
import { noonZone } from './noon-zone.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
let browser: Browser | undefined;

/** By name, as the app would be opened; the browser chooses certificates by it. */
function origin(): string {
  return hub.address.replace('127.0.0.1', 'localhost');
}

/** Steps of a day, in seconds from the first one; played a hundred times as fast. */
const steps: [number, string, string, string][] = [
  [0, 'front-door', 'contact', 'closed'],
  [0, 'back-door', 'contact', 'closed'],
  [10, 'front-door', 'contact', 'open'],
  [28, 'front-door', 'contact', 'closed'],
  [30, 'hall', 'motion', 'active'],
  [71, 'hall', 'motion', 'idle'],
  [80, 'back-door', 'contact', 'open'],
];

beforeAll(async () => {
  place = await createPlace(
    [
      `timeZone: ${noonZone()}`,
      'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }',
      'sensors:',
      '  driver: replay',
      '  replay: { file: day.jsonl, speed: 100 }',
      '  list:',
      '    - { id: front-door, name: Front door, kind: contact }',
      '    - { id: back-door, name: Back door, kind: contact }',
      '    - { id: hall, name: Hall, kind: motion }',
    ].join('\n'),
  );
  const start = Date.now() - 3_600_000;
  const lines = steps.map(([seconds, sensor, kind, value]) =>
    JSON.stringify({ at: new Date(start + seconds * 1000).toISOString(), sensor, kind, value }),
  );
  await writeFile(join(place.folder, 'day.jsonl'), lines.join('\n'));
  hub = await startHub(place);
  await hub.prints(/replay finished/);
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
});
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

async function open(
  device: string | undefined,
  options: Parameters<typeof openChromium>[2] = {},
): Promise<Page> {
  browser = await openChromium(join(place.data, 'pki'), device, options);
  return browser.page;
}

/** Shots for looking at, when somebody asks for them. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.TEST_SHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

describe.skipIf(reason !== undefined)('the app with a certificate', () => {
  it('shows how things stand, and changes the mode with a tap, a question and a refusal', async () => {
    const page = await open('admin');
    await page.goto(origin());
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    const mode = page.getByRole('radiogroup', { name: 'Mode' });
    await mode.getByRole('radio', { name: /Monitor/, checked: true }).waitFor();
    await page.getByText('Back door is open').first().waitFor();

    // The back door stands open, so Alert asks what to do with it.
    await mode.getByRole('radio', { name: /Alert/ }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Back door').first().waitFor();
    await shoot(page, 'blocked');
    await sheet.getByRole('button', { name: /left out/ }).click();
    await mode.getByRole('radio', { name: /Alert/, checked: true }).waitFor();
    await shoot(page, 'alert');
    const armed = await hub.send('/api/status');
    expect(armed.json).toMatchObject({ mode: 'alert', by: { name: 'admin', via: 'certificate' } });
    expect(armed.json.sensors.find(({ id }: { id: string }) => id === 'back-door').bypassed).toBe(
      true,
    );

    // Leaving asks once; staying leaves everything.
    await mode.getByRole('radio', { name: /Monitor/ }).click();
    await sheet.getByRole('button', { name: /Stay/ }).click();
    expect((await hub.send('/api/status')).json.mode).toBe('alert');
    await mode.getByRole('radio', { name: /Monitor/ }).click();
    await sheet.getByRole('button', { name: /Switch/ }).click();
    await mode.getByRole('radio', { name: /Monitor/, checked: true }).waitFor();
    expect((await hub.send('/api/status')).json.mode).toBe('monitor');
    expect(browser?.complaints).toEqual([]);
  });

  it('follows what others do, without a reload', async () => {
    const page = await open('admin');
    await page.goto(origin());
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    await page.getByRole('radio', { name: /Off/, checked: true }).waitFor();
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'monitor' } });
    await page.getByRole('radio', { name: /Monitor/, checked: true }).waitFor();
  });

  it('lists a day in pairs with their durations, newest first, and leads to other days', async () => {
    const page = await open('admin');
    await page.goto(`${origin()}/day`);
    await page.getByText('18 s').first().waitFor();
    const heights = [];
    for (const words of ['Back door opened', 'for 41 s', 'for 18 s']) {
      heights.push((await page.getByText(words).first().boundingBox())?.y ?? 0);
    }
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    await page.getByRole('button', { name: 'Previous day' }).click();
    await page
      .getByText(/Nothing/)
      .first()
      .waitFor();
    await page.goBack();
    await page.getByText('18 s').first().waitFor();
    expect(browser?.complaints).toEqual([]);
  });

  it('works as an app: its shell is there offline, with what was last known and its age', async () => {
    const page = await open('admin');
    await page.goto(origin());
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    await browser?.context.setOffline(true);
    await page.reload();
    await page.getByRole('status', { name: 'Connection' }).getByText('Offline').waitFor();
    await page.getByText('Back door is open').first().waitFor();
    await shoot(page, 'offline');
    await browser?.context.setOffline(false);
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    const client = await browser?.context.newCDPSession(page);
    const { installabilityErrors } = (await client?.send('Page.getInstallabilityErrors')) ?? {};
    expect(installabilityErrors).toEqual([]);
  });

  it('brings the hub down and up again, and finds it back by itself', async () => {
    const page = await open('admin');
    await page.goto(`${origin()}/house`);
    await page.getByRole('button', { name: /Restart/ }).click();
    const gone = new Promise(resolve => hub.process.once('exit', resolve));
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Restart/ })
      .click();
    expect(await gone).toBe(75);
    await page
      .getByRole('status', { name: 'Connection' })
      .getByText(/Reconnecting|Offline/)
      .waitFor();
    hub = await startHub(place);
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
  });

  it('shows the sign-in page once its device is revoked', async () => {
    const run = runProgram('pki', ['issue', 'lost'], place);
    expect(await run.ended).toBe(0);
    const [, passphrase = ''] = /^passphrase: (\S+)$/m.exec(run.output()) ?? [];
    await writeFile(join(place.data, 'pki/devices/lost/passphrase'), passphrase);
    const page = await open('lost');
    await page.goto(origin());
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    expect(await runProgram('pki', ['revoke', 'lost'], place).ended).toBe(0);
    await page.getByRole('textbox', { name: 'Code' }).waitFor();
  });

  it.each([
    ['light', { width: 390, height: 844 }],
    ['dark', { width: 390, height: 844 }],
    ['light', { width: 1280, height: 800 }],
    ['dark', { width: 1280, height: 800 }],
  ] as const)('puts no barrier in anybody’s way (%s, %j)', async (colorScheme, viewport) => {
    const page = await open('admin', { colorScheme, viewport });
    for (const path of ['/', '/day', '/audit', '/house']) {
      await page.goto(origin() + path);
      await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      expect([path, await findBarriers(page)]).toEqual([path, []]);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(viewport.width);
      await shoot(page, `${path.slice(1) || 'now'}-${colorScheme}-${viewport.width}`);
    }
    expect(browser?.complaints).toEqual([]);
  });
});

describe.skipIf(reason !== undefined)('the app without a certificate', () => {
  it('shows nothing but the sign-in page, and lets a code in and out again', async () => {
    const enrolled = runProgram('totp', ['enrol', 'Tom'], place);
    expect(await enrolled.ended).toBe(0);
    const [address = ''] = /otpauth:\S+/.exec(enrolled.output()) ?? [];
    const secret = new URL(address).searchParams.get('secret') ?? '';

    const page = await open(undefined);
    await page.goto(`${origin()}/day`);
    await page.getByRole('textbox', { name: 'Name' }).fill('Tom');
    await page.getByRole('textbox', { name: 'Code' }).fill('000000');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'sign-in');
    await page.getByRole('textbox', { name: 'Code' }).fill(await generate({ secret }));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
    await page.goto(`${origin()}/house`);
    await page.getByRole('button', { name: /Sign out/ }).click();
    await page.getByRole('textbox', { name: 'Code' }).waitFor();
    expect(await page.evaluate('localStorage.length')).toBe(0);
    expect(browser?.complaints).toEqual([]);
  });
});
