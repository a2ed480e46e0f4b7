import './node-version.cjs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian.mjs';
import { prepare, root } from './prepare.mjs';
import { endPlainly, runInherited } from './step.mjs';

const needs = [
  { name: 'chromium', commands: ['chromium', 'chromium-browser'] },
  { name: 'libnss3-tools', commands: ['certutil'] },
  { name: 'mariadb-server', commands: ['mariadbd'] },
  { name: 'openssl', commands: ['openssl'] },
];

function readSummary(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    console.error('sec53: the tests ended before they could be counted');
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

try {
  await prepare();
  await ensureDebianPackages('installing what the tests need', needs, { holdsServices: true });
} catch (error) {
  endPlainly(error);
}

const folder = mkdtempSync(join(tmpdir(), 'sec53-tests-'));
const summaryFile = join(folder, 'summary.json');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const code = await runInherited(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  env: { SEC53_TEST_SUMMARY: summaryFile },
});
const { passed, failed, skipped } = readSummary(summaryFile);
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
// Vitest is content when a filter leaves no test to run; a green light needs at least one.
process.exit(code === 0 && (failed > 0 || passed === 0) ? 1 : code);
