import './node-version.cjs';
import { runCommand } from './run-command.mjs';

const [name = '', ...args] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(name)) {
  console.error('usage: node scripts/run.mjs NAME [ARGUMENT…]');
  process.exit(64);
}
await runCommand(name, args);
