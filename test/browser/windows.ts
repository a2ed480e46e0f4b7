import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { HubProcess, Place } from '../hub-process.ts';
import { type Browser, type BrowserOptions, followPage, looks, openChromium } from './chromium.ts';

interface WindowOptions extends BrowserOptions {
  /** As an iPhone's Home Screen shows it. */
  isOnHomeScreen?: boolean;
}

/** Browsers of several people at once, each with a certificate store of its own. */
export interface Windows {
  open(device: string | undefined, path: string, options?: WindowOptions): Promise<Page>;
  /** What the pages complained of. */
  complaints(): string[];
  /** Closes the pages, and keeps the browsers, with nothing remembered, for the next who opens one. */
  close(): Promise<void>;
  /** Ends the browsers. */
  end(): Promise<void>;
}

export function createWindows(
  where: () => { place: Pick<Place, 'data'>; hub: Pick<HubProcess, 'address'> },
): Windows {
  // A browser takes seconds to start, and a moment to be made as new.
  const resting = new Map<string, Browser[]>();
  let lent: { key: string; browser: Browser }[] = [];
  let complaints: string[] = [];
  const origins = new Set<string>();

  async function wash({ context }: Browser): Promise<void> {
    const [blank, ...pages] = context.pages();
    for (const page of pages) await page.close();
    if (!blank) throw new Error('a browser keeps its first page');
    await context.setOffline(false);
    await context.unrouteAll();
    await context.clearPermissions();
    await context.clearCookies();
    const tools = await context.newCDPSession(blank);
    for (const origin of origins) {
      await tools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    }
    await tools.send('Network.clearBrowserCache');
    await tools.detach();
  }

  return {
    async open(device, path, options = {}) {
      const { place, hub } = where();
      const pki = join(place.data, 'pki');
      const key = keyOf(pki, device);
      const browser = resting.get(key)?.pop() ?? (await openChromium(pki, device));
      lent.push({ key, browser });
      const page = await browser.context.newPage();
      followPage(page, complaints);
      const { viewport, colorScheme } = { ...looks, ...options };
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      if (options.isOnHomeScreen) {
        await page.addInitScript('Object.defineProperty(navigator, "standalone", { value: true })');
      }
      // By the name by which browsers choose certificates.
      const address = hub.address.replace('127.0.0.1', 'localhost');
      origins.add(address);
      await page.goto(address + path);
      return page;
    },
    complaints: () => [...complaints],
    async close() {
      const back = lent;
      lent = [];
      complaints = [];
      await Promise.all(
        back.map(async ({ key, browser }) => {
          await wash(browser);
          resting.set(key, [...(resting.get(key) ?? []), browser]);
        }),
      );
    },
    async end() {
      const browsers = [...lent.map(({ browser }) => browser), ...[...resting.values()].flat()];
      lent = [];
      resting.clear();
      await Promise.all(browsers.map(browser => browser.close()));
    },
  };
}

/** Another certificate of the same device wants another store. */
function keyOf(pki: string, device: string | undefined): string {
  if (device === undefined) return pki;
  const bundle = join(pki, 'devices', device, `${device}.p12`);
  return `${bundle} ${statSync(bundle).mtimeMs}`;
}

/** The app has its connection. */
export function live(page: Page): Promise<void> {
  return page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
}
