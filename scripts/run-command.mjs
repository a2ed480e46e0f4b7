import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { endPlainly, runInherited } from './step.mjs';

/** Installs and builds what is missing, then runs one of the built commands and ends as it ended. */
export async function runCommand(name, args, settings) {
  await prepare().catch(endPlainly);
  const program = join(root, 'dist/server', `${name}.js`);
  process.exit(await runInherited(process.execPath, [program, ...args], settings));
}
