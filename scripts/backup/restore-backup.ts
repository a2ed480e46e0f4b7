import { X509Certificate } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '../../server/config/config.ts';
import { errorText, Refusal } from '../../server/errors.ts';
import {
  addRows,
  type HistoryStore,
  openHistoryStore,
  type Row,
  type TableName,
  tableNames,
} from '../../server/history/copy-rows.ts';
import { lockFolder } from '../../server/state/folder-lock.ts';
import { makeFolder } from '../../server/state/make-folder.ts';
import { openState } from '../../server/state/open-state.ts';
import { keepRevoked } from './keep-revoked.ts';
import type { Manifest } from './manifest.ts';
import { type Settled, settleConfiguration } from './settle-configuration.ts';
import { asideOf, isEmpty, swapHouses } from './swap-houses.ts';
import { scratchPrefix } from './take-backup.ts';
import { unpack } from './unpack.ts';

export interface RestorePlaces {
  dataFolder: string;
  configFile: string;
  /** Reads the configuration that counts afterwards. @throws Refusal */
  loadConfig(file: string): Config;
}

export interface Restored extends Settled {
  manifest: Manifest;
  /** Where the house is that was there before. */
  aside: string | undefined;
  /** What the later state had ended and stays so; undefined when no later state of this house was found. */
  kept: string[] | undefined;
  /** Who may come in. */
  admitted: string[];
}

/**
 * Brings a house back from a backup. The file is unpacked and checked whole before anything is changed.
 *
 * @param options.isReplacing moves a house that is there aside
 * @param options.keepsConfig leaves the configuration of this machine as it is
 * @throws Refusal with nothing changed
 */
export async function restoreBackup(
  file: string,
  passphrase: string,
  places: RestorePlaces,
  options: { isReplacing: boolean; keepsConfig: boolean },
): Promise<Restored> {
  const { dataFolder } = places;
  if (!options.isReplacing && !isEmpty(dataFolder)) {
    throw new Refusal(
      `${dataFolder} holds a house already; --replace moves it aside, into a folder of its own`,
    );
  }
  makeFolder(dataFolder);
  const lock = lockFolder(dataFolder, 'restore');
  const scratch = mkdtempSync(join(dataFolder, scratchPrefix));
  try {
    const manifest = await unpack(file, passphrase, scratch);
    const house = join(scratch, 'data');
    const { kept, admitted } = await prepareHouse(house, asideOf(dataFolder) ?? dataFolder);
    const settled = settleConfiguration(scratch, manifest, {
      ...{ dataFolder, configFile: places.configFile, isKept: options.keepsConfig },
    });
    const config = places.loadConfig(settled.file);
    await fillHistory(config, join(house, 'history.db'), join(scratch, 'history'));
    const aside = swapHouses(dataFolder, house, new Date());
    settled.commit();
    return { manifest, aside, kept, admitted, notes: settled.notes };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    lock.release();
  }
}

/** Brings the state up to date, and takes back what was ended since. */
async function prepareHouse(house: string, present: string) {
  const restored = await openState(house);
  try {
    let kept: string[] | undefined;
    if (isSameHouse(house, present)) {
      const later = await openState(present);
      try {
        kept = keepRevoked(restored, later, Date.now());
      } finally {
        later.close();
      }
      keepLaterIssuers(house, present, kept);
    }
    const { query } = restored;
    const people = query.selectFrom('people').where('removed_at', 'is', null);
    const devices = query.selectFrom('devices').where('revoked_at', 'is', null);
    const admitted = [
      ...restored.all(people.select(['name', 'role'])).map(({ name, role }) => `${name} (${role})`),
      ...restored.all(devices.select('name')).map(({ name }) => `the device ${name}`),
    ];
    return { kept, admitted };
  } finally {
    restored.close();
  }
}

function certificateOf(folder: string, name: string): X509Certificate | undefined {
  try {
    return new X509Certificate(readFileSync(join(folder, 'pki', `${name}.pem`)));
  } catch {
    return undefined;
  }
}

/** Two states are of one house when they have one authority. */
function isSameHouse(house: string, present: string): boolean {
  const root = certificateOf(house, 'root')?.fingerprint256;
  return (
    root !== undefined &&
    root === certificateOf(present, 'root')?.fingerprint256 &&
    existsSync(join(present, 'state.db'))
  );
}

/** Issuers are replaced because somebody may have their keys: the ones of the backup must not come back. */
function keepLaterIssuers(house: string, present: string, told: string[]): void {
  const madeAt = (folder: string) =>
    Date.parse(certificateOf(folder, 'client-issuer')?.validFrom ?? '');
  if (!(madeAt(present) > madeAt(house))) return;
  rmSync(join(house, 'pki'), { recursive: true });
  cpSync(join(present, 'pki'), join(house, 'pki'), { recursive: true });
  told.push('the authority keeps the issuers that it was given since');
}

async function fillHistory(config: Config, sqliteFile: string, folder: string): Promise<void> {
  let history: HistoryStore | undefined;
  try {
    history = await openHistoryStore(config, sqliteFile);
    for (const table of tableNames) {
      if (!readdirSync(folder).includes(table)) continue;
      await addLines(history, table, config.site, join(folder, table));
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const fix = 'check that its server runs, and history.url and history.password_file';
    throw new Refusal(`the history cannot be filled: ${errorText(error)}; ${fix}`);
  } finally {
    await history?.close();
  }
}

async function addLines(
  history: HistoryStore,
  table: TableName,
  site: string,
  file: string,
): Promise<void> {
  let rows: Row[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    // Written by this program, and checked by its sum.
    rows.push(JSON.parse(line));
    if (rows.length < 1000) continue;
    await addRows(history, table, site, rows);
    rows = [];
  }
  if (rows.length > 0) await addRows(history, table, site, rows);
}
