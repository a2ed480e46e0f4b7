import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { hasCertutil, makeNssStore } from './nss-store.ts';

const policies = '/etc/chromium/policies/managed';
const policy = join(policies, 'sec53-tests.json');

/** Why there is no browser to test with; undefined when there is one. */
export function whyNoChromium(): string | undefined {
  try {
    execFileSync('/usr/bin/chromium', ['--version'], { stdio: 'ignore' });
  } catch {
    return 'no Chromium';
  }
  if (!hasCertutil()) return 'no certutil';
  try {
    mkdirSync(policies, { recursive: true });
    // Without it a certificate in the store makes Chromium ask, and nobody answers.
    const select = JSON.stringify({ pattern: 'https://localhost:*', filter: {} });
    writeFileSync(policy, JSON.stringify({ AutoSelectCertificateForUrls: [select] }));
    return undefined;
  } catch {
    return `${policies} cannot be written, so no certificate would be chosen`;
  }
}

export interface Browser {
  context: BrowserContext;
  page: Page;
  /** What the page complained of: errors and broken rules of its policy. */
  complaints: string[];
  close(): Promise<void>;
}

export interface BrowserOptions {
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
}

/** A phone by day. */
export const looks = { colorScheme: 'light', viewport: { width: 390, height: 844 } } as const;

/** Gathers what the page complains of: errors and broken rules of its policy. */
export function followPage(page: Page, complaints: string[]): void {
  page.on('console', message => {
    // Refused and unreachable requests are part of what is tested.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', error => complaints.push(String(error)));
}

/**
 * Chromium with its own TLS stack and its own certificate store, which trusts the hub's authority and
 * holds the device's certificate, if one is named.
 *
 * @param pki the hub's `pki` folder
 */
export async function openChromium(
  pki: string,
  device: string | undefined,
  options: BrowserOptions = {},
): Promise<Browser> {
  const home = mkdtempSync(join(tmpdir(), 'sec53-chromium-'));
  makeNssStore(join(home, '.pki/nssdb'), pki, device);
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: '/usr/bin/chromium',
    env: { ...process.env, HOME: home },
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
    ...{ ...looks, ...options, timezoneId: 'UTC', locale: 'en-AU' },
  });
  context.setDefaultTimeout(20_000);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  followPage(page, complaints);
  return {
    ...{ context, page, complaints },
    async close() {
      await context.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
