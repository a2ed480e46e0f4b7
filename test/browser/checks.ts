import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBarriers } from './barriers.ts';

/** Shots for looking at, when somebody asks for them. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.TEST_SHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Touch targets that are too small, text that is, and what sticks out at the side. */
const tooSmall = `(() => {
  const found = [];
  const look = root => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) look(element.shadowRoot);
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width === 0 || style.visibility === 'hidden' || element.closest('.hidden-words')) continue;
      const name = element.localName + ' ' + (element.textContent ?? '').trim().slice(0, 40);
      if (element.matches('button, a.button, nav a, select, summary, input:not([type=radio])') && box.height < 47.5) {
        found.push('less than 48 px: ' + name);
      }
      const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
      if (hasText && parseFloat(style.fontSize) < 13) found.push('less than 13 px: ' + name);
      if (element.localName === 'dialog' && element.scrollWidth > element.clientWidth) {
        found.push('scrolls sideways: ' + name);
      }
    }
  };
  look(document);
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
  return found;
})()`;

/** What was pushed away while the page came, and how far, as browsers measure it. */
export function layoutShifts(page: Page): Promise<string[]> {
  return page.evaluate(`new Promise(resolve => {
    const found = [];
    new PerformanceObserver(list => {
      for (const { value, sources, hadRecentInput } of list.getEntries()) {
        if (hadRecentInput || value < 0.01) continue;
        const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
        const moves = sources.map(({ previousRect, currentRect }) => box(previousRect) + ' to ' + box(currentRect));
        found.push(value.toFixed(3) + ': ' + moves.join(', '));
      }
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(found), 100);
  })`);
}

const looks = [
  { colorScheme: 'light', width: 390, height: 844 },
  { colorScheme: 'dark', width: 390, height: 844 },
  { colorScheme: 'light', width: 1280, height: 800 },
  { colorScheme: 'dark', width: 1280, height: 800 },
] as const;

/**
 * Two of them have both themes and both sizes between them: a phone by day and a computer by night, or the
 * other way round, by the screen's name. All four when pictures are taken, or somebody asks for it.
 */
function looksOf(name: string) {
  if (process.env.TEST_SHOTS || process.env.EVERY_LOOK) return looks;
  const isOdd = name.length % 2 === 1;
  return looks.filter(
    ({ colorScheme, width }) => ((colorScheme === 'light') === (width === 390)) === isOdd,
  );
}

/** Nothing of the screen is in anybody's way, in its looks; takes its pictures. */
export async function expectNoBarriers(page: Page, name: string): Promise<void> {
  for (const { colorScheme, width, height } of looksOf(name)) {
    // Colours are measured when nothing moves, and a sheet would still be rising.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    const look = `${name}-${colorScheme}-${width}`;
    await shoot(page, look);
    expect([look, await page.evaluate(tooSmall)]).toEqual([look, []]);
    expect([look, await findBarriers(page)]).toEqual([look, []]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  await page.setViewportSize({ width: 390, height: 844 });
}
