import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('loads the library that signs only when something is made', () => {
  const script = `
    import { createRequire } from 'node:module';
    for (const name of ['authority', 'issue-device', 'issue-server', 'edge-material', 'run']) {
      await import('${new URL('../../pki/', import.meta.url)}' + name + '.ts');
    }
    const { cache } = createRequire(import.meta.url);
    process.stdout.write(String(Object.keys(cache).some(path => path.includes('node-forge'))));
  `;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('false');
});
