import './node-version.cjs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { endPlainly, runInherited } from './step.mjs';

const [name = '', ...args] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(name)) {
  console.error('usage: node scripts/run.mjs NAME [ARGUMENT…]');
  process.exit(64);
}
await prepare().catch(endPlainly);
process.exit(
  await runInherited(process.execPath, [join(root, 'dist/server', `${name}.js`), ...args]),
);
