import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { refuseForeign } from '../pki/private-files.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { getPassphrase } from './backup/passphrase.ts';
import { type Restored, restoreBackup } from './backup/restore-backup.ts';
import { runAsked } from './run-asked.ts';

const usage = `usage: npm run restore -- FILE [--replace] [--keep-config] [--passphrase-file FILE]

  --replace      a house that is in the data folder is moved aside, into a folder of it
  --keep-config  leaves sec53.yaml and its secrets as they are on this machine

Stop the hub first. The file is checked whole before anything is changed.
`;

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      replace: { type: 'boolean', default: false },
      'keep-config': { type: 'boolean', default: false },
      'passphrase-file': { type: 'string' },
    },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Error('name one backup');
  return { ...values, file };
}

function describe({ manifest, aside, kept, admitted, notes }: Restored): string[] {
  const { at, rows } = manifest;
  const lines = [
    `the house is back as it was on ${at}, with ${rows.events} events, ${rows.temperatures} temperatures`,
    ...notes,
  ];
  if (aside !== undefined) {
    lines.push(`what was here is in ${aside}; it holds keys: delete it once all is well`);
  }
  if (kept !== undefined) return [...lines, ...kept];
  return [
    ...lines,
    '',
    `NO LATER STATE OF THIS HOUSE WAS FOUND: what was ended after ${at} counts again.`,
    'Go through these, and end again who was ended since (npm run pki -- revoke NAME, or in the app):',
    ...admitted.map(one => `  ${one}`),
    'Look also at guests’ last days, authenticators, passkeys and PINs, under People.',
  ];
}

async function main({ file, replace, ...values }: ReturnType<typeof readArguments>): Promise<void> {
  const { SEC53_CONFIG, SEC53_DATA } = process.env;
  const dataFolder = resolve(SEC53_DATA || 'data');
  await refuseForeign(dataFolder);
  const passphrase = await getPassphrase(values['passphrase-file'], false);
  const restored = await restoreBackup(
    resolve(file),
    passphrase,
    {
      dataFolder,
      configFile: resolve(SEC53_CONFIG || 'sec53.yaml'),
      loadConfig: path =>
        loadConfig({ file: existsSync(path) ? path : undefined, environment: process.env }),
    },
    { isReplacing: replace, keepsConfig: values['keep-config'] },
  );
  process.stdout.write(`${describe(restored).join('\n')}\n`);
}

await runAsked(readArguments, main, {
  name: 'restore',
  usage,
  afterwards: 'Nothing was changed.\n',
});
