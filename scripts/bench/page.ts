import { accessSync, constants } from 'node:fs';
import { Agent, get } from 'node:https';
import { chromium } from 'playwright-core';
import type { Credential } from '../../test/request.ts';
import type { Bench, Findings } from './bench.ts';
import { anyPort, createPlace, makeDataFolder, startHub } from './hub.ts';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const quietMs = 1000;
/** Less than that is not worth compressing. */
const smallBytes = 1024;

interface Loaded {
  path: string;
  type: string;
  encoding: string;
  bytes: number;
}

/** What the app's first page loads, with nothing of it in the browser yet. */
export async function benchPage(bench: Bench): Promise<Findings> {
  const browser = browsers.find(isThere);
  if (browser === undefined) throw new Error('there is no Chromium (sudo apt install chromium)');
  const place = await createPlace(bench);
  await makeDataFolder(bench, place);
  await place.configure(anyPort);
  const hub = await startHub(bench, place);
  bench.note('opening the app in Chromium');
  const loaded = await loadPage(bench, browser, hub.address, hub.admin());
  const code = loaded.filter(({ type }) => /javascript|css/.test(type));
  const agent = new Agent({ keepAlive: true, ...hub.admin() });
  let gzipped = 0;
  for (const { path } of code) gzipped += await countGzip(`${hub.address}${path}`, agent);
  agent.destroy();
  await hub.stop();
  const uncompressed = loaded
    .filter(({ type, encoding, bytes }) => {
      return encoding === '' && bytes >= smallBytes && !/image|font|event-stream/.test(type);
    })
    .map(({ path }) => path);
  const result = {
    first_load_gz_bytes: gzipped,
    first_load_sent_bytes: code.reduce((sum, { bytes }) => sum + bytes, 0),
    requests: loaded.length,
    uncompressed,
    charts_gz_bytes: 0,
    lighthouse: null,
  };
  const lines = [
    `${gzipped} bytes of code with gzip (${result.first_load_sent_bytes} as Chromium takes it), ${loaded.length} requests, ${uncompressed.length} of them uncompressed`,
    ...loaded.map(({ path, encoding, bytes }) => `  ${path} ${bytes} ${encoding || 'as it is'}`),
  ];
  return { lines, result };
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function loadPage(
  bench: Bench,
  executablePath: string,
  address: string,
  { cert = '', key = '' }: Credential,
): Promise<Loaded[]> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  bench.defer(() => browser.close());
  const origin = new URL(address).origin;
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    // It would load everything a second time, for the time without a network.
    serviceWorkers: 'block',
    clientCertificates: [{ origin, cert: Buffer.from(cert), key: Buffer.from(key) }],
  });
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  const loaded = new Map<string, Loaded>();
  let lastAt = performance.now();
  network.on('Network.responseReceived', ({ requestId, response }) => {
    lastAt = performance.now();
    const { pathname, search } = new URL(response.url);
    if (!response.url.startsWith(origin)) return;
    loaded.set(requestId, {
      path: `${pathname}${search}`,
      type: response.mimeType,
      encoding: headerOf(response.headers, 'content-encoding'),
      bytes: Number(headerOf(response.headers, 'content-length')),
    });
  });
  await page.goto(address);
  // The event stream stays open, so a quiet moment is the end.
  while (performance.now() - lastAt < quietMs) await page.waitForTimeout(100);
  await browser.close();
  return [...loaded.values()];
}

function headerOf(headers: Record<string, string>, name: string): string {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1] ?? '';
}

/** Bytes of the body as a client gets it that takes gzip only. */
function countGzip(address: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { agent, headers: { 'accept-encoding': 'gzip' } }, incoming => {
      let bytes = 0;
      incoming.on('data', chunk => {
        bytes += chunk.length;
      });
      incoming.on('error', reject);
      incoming.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}
