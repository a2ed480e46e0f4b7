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
/** Browsers, and what boots a kernel, which not every system has; tests that lack theirs say so, and are skipped. */
const wishes = [
  { name: 'firefox-esr', commands: ['firefox-esr'] },
  { name: 'webkit2gtk-driver', commands: ['WebKitWebDriver'] },
  { name: 'gir1.2-webkit2-4.1', library: 'girepository-1.0/WebKit2-4.1.typelib' },
  { name: 'python3-gi', library: 'python3/dist-packages/gi/__init__.py' },
  { name: 'xvfb', commands: ['Xvfb'] },
  { name: 'bubblewrap', commands: ['bwrap'] },
  { name: 'qemu-system-x86', commands: ['qemu-system-x86_64'] },
  { name: 'busybox-static', commands: ['busybox'] },
  { name: 'cpio', commands: ['cpio'] },
  { name: 'xz-utils', commands: ['xz'] },
  { name: 'gcc', commands: ['gcc'] },
  { name: 'libelf1', library: 'libelf.so.1' },
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
  await ensureDebianPackages('installing what the tests need', needs, {
    ...{ wishes, holdsServices: true },
  });
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
