import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { refuseForeign } from '../pki/private-files.ts';
import { parseHistoryUrl } from '../server/config/history-url.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { Refusal } from '../server/errors.ts';
import { openHistoryStore } from '../server/history/copy-rows.ts';
import { makeFolder } from '../server/state/make-folder.ts';
import { createTimeZone } from '../server/time-zone.ts';
import { draftConfig, findKey, type Ini, parseIni } from './legacy/draft-config.ts';
import { type Imported, importEvents } from './legacy/import-events.ts';
import { readDump } from './legacy/read-dump.ts';
import { readLive } from './legacy/read-live.ts';
import { runAsked } from './run-asked.ts';

const usage = `usage: npm run import-legacy -- [--sql DUMP | --url mysql://USER@HOST/DATABASE] [--ini sec53.ini] [--draft FILE]

  --sql    a file that mysqldump has written of the first sec53's database
  --url    that database itself; its password is taken from sec53.ini
  --ini    its settings
  --draft  writes a draft of sec53.yaml made of them

Run it as often as you like: an event that is there already is not added again.
`;

const listed = 40;

function readArguments() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { sql: text, url: text, ini: text, draft: text } });
  if (values.sql !== undefined && values.url !== undefined) throw new Error('give --sql or --url');
  if (values.sql === undefined && values.url === undefined && values.ini === undefined) {
    throw new Error('say where the first sec53 is');
  }
  if (values.draft !== undefined && values.ini === undefined)
    throw new Error('--draft needs --ini');
  return values;
}

/** Opened only when the first line is asked for: what is read before that would be lost. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path);
  yield* file.readLines();
}

function rowsOf(sql: string | undefined, url: string | undefined, ini: Ini, note: { utc(): void }) {
  if (sql !== undefined) {
    return readDump(linesOf(resolve(sql)), note);
  }
  const address = parseHistoryUrl(url ?? '');
  if (!address) throw new Refusal('write the address as mysql://USER@HOST/DATABASE');
  return readLive({ ...address, password: address.password || (findKey(ini, 'pwd') ?? '') });
}

function describe({ events, modes, unknown, timeless, sensors }: Imported): string[] {
  const others = [...unknown].sort(([, a], [, b]) => b - a);
  const total = others.reduce((sum, [, count]) => sum + count, 0);
  const lines = [
    `${events} events, of ${[...sensors].map(([name, { id }]) => `${name} (${id})`).join(', ') || 'no sensor'}`,
    `${modes} switches of the mode, which mark the events after them`,
  ];
  if (timeless.length > 0)
    lines.push(`NOT TAKEN OVER, without a time: rows ${timeless.join(', ')}`);
  if (total > 0)
    lines.push(`NOT TAKEN OVER, ${total} rows that are no events of a sensor (# is a number):`);
  for (const [text, count] of others.slice(0, listed)) lines.push(`  ${count} × ${text}`);
  const rest = others.slice(listed).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0) lines.push(`  ${rest} × ${others.length - listed} other texts`);
  // Texts come from outside; a terminal is steered by nothing in them.
  return lines.map(line => line.replace(/\p{Cc}/gu, '?'));
}

async function main({ sql, url, ...files }: ReturnType<typeof readArguments>): Promise<void> {
  const { SEC53_CONFIG, SEC53_DATA } = process.env;
  const configFile = resolve(SEC53_CONFIG || 'sec53.yaml');
  const dataFolder = resolve(SEC53_DATA || 'data');
  const file = existsSync(configFile) ? configFile : undefined;
  const config = loadConfig({ file, environment: process.env });
  const ini: Ini = files.ini === undefined ? new Map() : parseIni(readFileSync(files.ini, 'utf8'));
  let sensors: Imported['sensors'] = new Map();
  if (sql !== undefined || url !== undefined) {
    await refuseForeign(dataFolder);
    makeFolder(dataFolder);
    const zone = createTimeZone(config.timeZone);
    let isUtc = false;
    const rows = rowsOf(sql, url, ini, {
      utc() {
        isUtc = true;
      },
    });
    const history = await openHistoryStore(config, join(dataFolder, 'history.db'));
    try {
      const imported = await importEvents(rows, {
        ...{ history, site: config.site, sensors: config.sensors.list },
        zone: () => (isUtc ? undefined : zone),
      });
      sensors = imported.sensors;
      process.stdout.write(`${describe(imported).join('\n')}\n`);
    } finally {
      await history.close();
    }
  }
  if (files.draft === undefined) return;
  const draft = draftConfig(ini, { timeZone: config.timeZone, sensors });
  writeFileSync(files.draft, draft, { flag: 'wx', mode: 0o600 });
  process.stdout.write(`${files.draft}: a draft of sec53.yaml; look at every line\n`);
}

await runAsked(readArguments, main, { name: 'import-legacy', usage });
