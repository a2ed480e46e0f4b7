import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

// Home screens take PNG only. Run by hand after a change of the drawings; the PNGs are kept as files:
//   CHROMIUM=/usr/bin/chromium npx tsx client/build/render-icons.ts

const folder = fileURLToPath(new URL('../icons/', import.meta.url));
const pictures = [
  // iOS cuts the corners itself and paints transparency black: no rounded corners of our own.
  { source: 'maskable.svg', target: 'icon-180.png', size: 180 },
  { source: 'icon.svg', target: 'icon-192.png', size: 192 },
  { source: 'icon.svg', target: 'icon-512.png', size: 512 },
  { source: 'maskable.svg', target: 'maskable-512.png', size: 512 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { source, target, size } of pictures) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawing = await readFile(`${folder}${source}`, 'utf8');
  await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw}</style>${drawing}`);
  await page.screenshot({ path: `${folder}${target}`, omitBackground: true });
  await page.close();
}
await browser.close();
