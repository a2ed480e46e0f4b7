import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const policies = '/etc/chromium/policies/managed';
const policy = join(policies, 'sec53-tests.json');

/** Why there is no browser to test with; undefined when there is one. */
export function whyNoChromium(): string | undefined {
  try {
    execFileSync('/usr/bin/chromium', ['--version'], { stdio: 'ignore' });
    execFileSync('certutil', ['-H'], { stdio: 'ignore' });
  } catch (error) {
    // certutil answers its help with 1.
    if (!(error instanceof Error && 'status' in error && error.status === 1)) return 'no Chromium';
  }
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

/**
 * Chromium with its own TLS stack and its own certificate store, which trusts the hub's authority and
 * holds the device's certificate, if one is named.
 *
 * @param pki the hub's `pki` folder
 */
export async function openChromium(
  pki: string,
  device: string | undefined,
  { colorScheme = 'light', viewport = { width: 390, height: 844 } }: BrowserOptions = {},
): Promise<Browser> {
  const home = mkdtempSync(join(tmpdir(), 'sec53-chromium-'));
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  const nss = (program: string, ...args: string[]) =>
    execFileSync(program, ['-d', `sql:${store}`, ...args], { stdio: 'pipe' });
  nss('certutil', '-N', '--empty-password');
  nss('certutil', '-A', '-t', 'C,,', '-n', 'sec53', '-i', join(pki, 'root.pem'));
  if (device !== undefined) {
    const folder = join(pki, 'devices', device);
    const passphrase = readFileSync(join(folder, 'passphrase'), 'utf8').trim();
    nss('pk12util', '-i', join(folder, `${device}.p12`), '-W', passphrase);
  }
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: '/usr/bin/chromium',
    env: { ...process.env, HOME: home },
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
    ...{ viewport, colorScheme, timezoneId: 'UTC', locale: 'en-AU' },
  });
  context.setDefaultTimeout(20_000);
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('console', message => {
    // Refused and unreachable requests are part of what is tested.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', error => complaints.push(String(error)));
  return {
    ...{ context, page, complaints },
    async close() {
      await context.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
