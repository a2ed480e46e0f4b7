import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Rules of accessibility that the page breaks, by axe. */
export async function findBarriers(page: Page): Promise<string[]> {
  const isThere = await page.evaluate<boolean>('typeof axe === "object"');
  // By the protocol, since the page's policy lets no foreign script in.
  if (!isThere) await page.evaluate(readFileSync(axe, 'utf8'));
  const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
    'axe.run({ resultTypes: ["violations"] }).then(result => result.violations)',
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
