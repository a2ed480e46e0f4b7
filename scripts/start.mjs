import './node-version.cjs';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { endPlainly } from './step.mjs';
import { supervise } from './supervisor.mjs';

await prepare().catch(endPlainly);
const [hub, outputsOff] = ['main', 'outputs-off'].map(name => [
  join(root, 'dist/server', `${name}.js`),
  ...process.argv.slice(2),
]);
process.exit(await supervise(hub, { afterCrash: outputsOff }));
