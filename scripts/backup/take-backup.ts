import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Config } from '../../server/config/config.ts';
import { errorText, Refusal } from '../../server/errors.ts';
import {
  type HistoryStore,
  openHistoryStore,
  readRows,
  type TableName,
  tableNames,
} from '../../server/history/copy-rows.ts';
import { syncFolder } from '../../server/state/make-folder.ts';
import { version } from '../../server/version.ts';
import { copyState } from './copy-state.ts';
import type { Manifest } from './manifest.ts';
import { type NamedFile, readNamedFiles } from './named-files.ts';
import { type Part, writeParts } from './parts.ts';
import { seal } from './sealed-file.ts';

export interface BackupPlaces {
  dataFolder: string;
  configFile: string;
  /** Where systemd hands credentials over. */
  credentials: string | undefined;
}

/** What a process left that was killed while it made or restored a backup. */
export const scratchPrefix = 'scratch-';

/** Rebuilt from the rows (history), copied in its own way (state), or nobody's but a running hub's. */
const notCopied = /^(state\.db|history\.db|hub\.(lock|pid))|^(scratch-|before-restore-|restore\.)/;

/**
 * Writes the house into one encrypted file, whether the hub runs or not.
 *
 * The state is copied first and the history read after it: what the history gets in between is in the copied
 * state's journal too, and an event that is there twice is there once, by its id.
 *
 * @returns what is in it, and what the configuration names and is not there
 * @throws Refusal with nothing left behind
 */
export async function takeBackup(
  config: Config,
  places: BackupPlaces,
  target: string,
  passphrase: string,
): Promise<{ manifest: Manifest; missing: string[] }> {
  const { dataFolder } = places;
  if (!existsSync(join(dataFolder, 'state.db'))) {
    throw new Refusal(`there is no house in ${dataFolder}; name its data folder in SEC53_DATA`);
  }
  const scratch = mkdtempSync(join(dataFolder, scratchPrefix));
  const beside = join(dirname(target), `.${process.pid}.sec53.new`);
  const { files, missing } = readNamedFiles(places.configFile, places.credentials);
  let history: HistoryStore | undefined;
  let manifest: Manifest | undefined;
  try {
    const state = join(scratch, 'state.db');
    await copyState(dataFolder, state);
    history = await openHistoryStore(config, join(dataFolder, 'history.db'));
    const rows = { events: 0, temperatures: 0, temperature_hours: 0, audit: 0 };
    const content = writeParts(
      partsOf(state, files, config.site, history, rows, dataFolder),
      parts => {
        const elsewhere = files.filter(({ part }) => part.startsWith('elsewhere/'));
        manifest = {
          ...{ layout: 1, version, site: config.site, at: new Date().toISOString(), rows, parts },
          elsewhere: Object.fromEntries(elsewhere.map(({ part, path }) => [part, path])),
        };
        return manifest;
      },
    );
    await pipeline(
      content,
      createGzip(),
      source => seal(source, passphrase),
      createWriteStream(beside, { flags: 'wx', mode: 0o600 }),
    );
    await syncFile(beside);
    await rename(beside, target);
    syncFolder(dirname(target));
  } catch (error) {
    rmSync(beside, { force: true });
    if (error instanceof Refusal) throw error;
    throw new Refusal(`the backup failed: ${errorText(error)}`);
  } finally {
    await history?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  if (!manifest) throw new Refusal('the backup was not written to its end');
  return { manifest, missing };
}

async function* partsOf(
  state: string,
  files: readonly NamedFile[],
  site: string,
  history: HistoryStore,
  rows: Record<TableName, number>,
  dataFolder: string,
): AsyncGenerator<Part> {
  yield { name: 'data/state.db', content: createReadStream(state) };
  for (const path of filesBelow(dataFolder)) {
    yield { name: `data/${path}`, content: createReadStream(join(dataFolder, path)) };
  }
  for (const { part, content } of files) yield { name: part, content: [content] };
  for (const table of tableNames) {
    yield { name: `history/${table}`, content: linesOf(history, table, site, rows) };
  }
}

function filesBelow(dataFolder: string): string[] {
  return readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(dataFolder.length + 1))
    .filter(path => !notCopied.test(path))
    .sort();
}

/** A row a line, in JSON: neither engine's own form, so that either can take it. */
async function* linesOf(
  history: HistoryStore,
  table: TableName,
  site: string,
  rows: Record<TableName, number>,
): AsyncGenerator<Buffer> {
  for await (const page of readRows(history, table, site)) {
    rows[table] += page.length;
    yield Buffer.from(`${page.map(row => JSON.stringify(row)).join('\n')}\n`);
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
