import './node-version.cjs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { endPlainly } from './step.mjs';
import { supervise } from './supervisor.mjs';

await prepare().catch(endPlainly);
process.exit(await supervise([join(root, 'dist/server/main.js'), ...process.argv.slice(2)]));
