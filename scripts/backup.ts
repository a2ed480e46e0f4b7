import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { refuseForeign } from '../pki/private-files.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { Refusal } from '../server/errors.ts';
import { getPassphrase } from './backup/passphrase.ts';
import { takeBackup } from './backup/take-backup.ts';
import { runAsked } from './run-asked.ts';

const usage = `usage: npm run backup -- [--to FILE or FOLDER] [--passphrase-file FILE] [--keep N]

  npm run backup -- --to /media/stick         a new encrypted file on a stick
  npm run backup -- --to backups --keep 7     and deletes all but the seven newest there

The hub may run meanwhile. Without the passphrase nobody can restore it: keep it where the hub is not.
`;

const nameForm = /^sec53-\d{8}T\d{6}Z\.sec53$/;

function readArguments() {
  const { values } = parseArgs({
    options: {
      to: { type: 'string', default: '.' },
      'passphrase-file': { type: 'string' },
      keep: { type: 'string' },
    },
  });
  if (values.keep !== undefined && !/^[1-9]\d{0,3}$/.test(values.keep)) {
    throw new Error('--keep takes a number from 1');
  }
  return values;
}

/** A folder gets a file that is named after the time. */
function chooseTarget(to: string): { target: string; folder: string | undefined } {
  const path = resolve(to);
  if (!existsSync(path)) return { target: path, folder: undefined };
  if (!statSync(path).isDirectory())
    throw new Refusal(`${path} is there already; name another file`);
  const time = new Date().toISOString().replace(/\.\d+|[-:]/g, '');
  return { target: join(path, `sec53-${time}.sec53`), folder: path };
}

function deleteOlder(folder: string, keep: number): void {
  const known = readdirSync(folder).filter(name => nameForm.test(name));
  for (const name of known.sort().slice(0, -keep)) rmSync(join(folder, name));
}

async function main({ to, keep, ...values }: ReturnType<typeof readArguments>): Promise<void> {
  const { SEC53_CONFIG, SEC53_DATA, CREDENTIALS_DIRECTORY } = process.env;
  const configFile = resolve(SEC53_CONFIG || 'sec53.yaml');
  const dataFolder = resolve(SEC53_DATA || 'data');
  await refuseForeign(dataFolder);
  const file = existsSync(configFile) ? configFile : undefined;
  const config = loadConfig({ file, environment: process.env });
  const { target, folder } = chooseTarget(to);
  const passphrase = await getPassphrase(values['passphrase-file'], true);
  const places = { dataFolder, configFile, credentials: CREDENTIALS_DIRECTORY };
  const { manifest, missing } = await takeBackup(config, places, target, passphrase);
  const { events, temperatures, audit } = manifest.rows;
  process.stdout.write(
    `${target}: the house, ${events} events, ${temperatures} temperatures, ${audit} entries of who did what\n`,
  );
  for (const path of missing) {
    process.stderr.write(
      `backup: ${path}, which the configuration names, cannot be read: it is not in it\n`,
    );
  }
  if (folder !== undefined && keep !== undefined) deleteOlder(folder, Number(keep));
}

await runAsked(readArguments, main, { name: 'backup', usage });
