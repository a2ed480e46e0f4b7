import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { HubProcess, Place } from '../hub-process.ts';
import { type Browser, type BrowserOptions, openChromium } from './chromium.ts';

interface WindowOptions extends BrowserOptions {
  /** As an iPhone's Home Screen shows it. */
  isOnHomeScreen?: boolean;
}

/** Browsers of several people at once, each with a certificate store of its own. */
export interface Windows {
  open(device: string | undefined, path: string, options?: WindowOptions): Promise<Page>;
  /** What the pages complained of. */
  complaints(): string[];
  close(): Promise<void>;
}

export function createWindows(
  where: () => { place: Pick<Place, 'data'>; hub: Pick<HubProcess, 'address'> },
): Windows {
  let browsers: Browser[] = [];
  return {
    async open(device, path, options = {}) {
      const { place, hub } = where();
      const browser = await openChromium(join(place.data, 'pki'), device, options);
      browsers.push(browser);
      const { page } = browser;
      if (options.isOnHomeScreen) {
        await page.addInitScript('Object.defineProperty(navigator, "standalone", { value: true })');
      }
      // By the name by which browsers choose certificates.
      await page.goto(hub.address.replace('127.0.0.1', 'localhost') + path);
      return page;
    },
    complaints: () => browsers.flatMap(({ complaints }) => complaints),
    async close() {
      await Promise.all(browsers.map(browser => browser.close()));
      browsers = [];
    },
  };
}

/** The app has its connection. */
export function live(page: Page): Promise<void> {
  return page.getByRole('status', { name: 'Connection' }).getByText('Live').waitFor();
}
