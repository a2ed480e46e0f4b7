#!/usr/bin/env node
import './node-version.cjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';
import { runCommand } from './run-command.mjs';

// Elsewhere the hub is still the one of this folder; paths that are typed stay those of the shell.
const { SEC53_DATA, SEC53_CONFIG } = process.env;
const usual = join(root, 'sec53.yaml');
const config = SEC53_CONFIG || (existsSync(usual) ? usual : undefined);
const env = {
  SEC53_DATA: SEC53_DATA || join(root, 'data'),
  ...(config && { SEC53_CONFIG: config }),
};
await runCommand('pki', process.argv.slice(2), { env });
