import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Restored, restoreBackup } from '../../scripts/backup/restore-backup.ts';
import { takeBackup } from '../../scripts/backup/take-backup.ts';
import type { Config } from '../../server/config/config.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import {
  addRows,
  openHistoryStore,
  type Row,
  readRows,
  type TableName,
} from '../../server/history/copy-rows.ts';
import { createDevices } from '../../server/people/devices.ts';
import { createPersons } from '../../server/people/persons.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';

const passphrase = 'a passphrase of the tests';

/** A configuration and a data folder, without a hub. */
export interface House {
  folder: string;
  data: string;
  configFile: string;
  config(): Config;
  /** Works on the state. */
  state<Result>(work: (state: State) => Result | Promise<Result>): Promise<Result>;
  add(table: TableName, rows: Row[]): Promise<void>;
  rows(table: TableName): Promise<Row[]>;
  /** Writes a backup, and returns its path. */
  backup(name?: string): Promise<string>;
  restore(file: string, more?: Partial<RestoreOptions>): Promise<Restored>;
  /** Every file of the house with what is in it. */
  everything(): Record<string, string>;
  remove(): void;
}

interface RestoreOptions {
  isReplacing: boolean;
  keepsConfig: boolean;
  passphrase: string;
}

export function createHouse(yaml = ''): House {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-house-'));
  const data = join(folder, 'data');
  const configFile = join(folder, 'sec53.yaml');
  writeFileSync(configFile, yaml, { mode: 0o640 });
  const load = (file = configFile) => loadConfig({ file, environment: {} });

  async function withHistory<Result>(
    work: (store: Awaited<ReturnType<typeof openHistoryStore>>) => Promise<Result>,
  ): Promise<Result> {
    mkdirSync(data, { recursive: true });
    const store = await openHistoryStore(load(), join(data, 'history.db'));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  return {
    ...{ folder, data, configFile },
    config: load,
    async state(work) {
      const state = await openState(data);
      try {
        return await work(state);
      } finally {
        state.close();
      }
    },
    add: (table, rows) => withHistory(store => addRows(store, table, load().site, rows)),
    rows: table =>
      withHistory(async store => {
        const found: Row[] = [];
        for await (const page of readRows(store, table, load().site)) found.push(...page);
        return found;
      }),
    async backup(name = 'house.sec53') {
      const file = join(folder, name);
      const places = { dataFolder: data, configFile, credentials: undefined };
      await takeBackup(load(), places, file, passphrase);
      return file;
    },
    restore: (file, more = {}) => {
      const options = { isReplacing: false, keepsConfig: false, passphrase, ...more };
      const places = { dataFolder: data, configFile, loadConfig: load };
      return restoreBackup(file, options.passphrase, places, options);
    },
    everything() {
      const files = readdirSync(folder, { recursive: true, withFileTypes: true });
      const paths = files
        .filter(entry => entry.isFile() && !/-(shm|wal)$|^hub\./.test(entry.name))
        .map(entry => join(entry.parentPath, entry.name));
      return Object.fromEntries(paths.map(path => [path, readFileSync(path, 'base64')]));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Gives a house the tests' own authority, an admin with a phone, and two others. */
export async function settle(house: House): Promise<void> {
  mkdirSync(house.data, { recursive: true });
  cpSync(process.env.TEST_AUTHORITY ?? '', join(house.data, 'pki'), { recursive: true });
  await house.state(state => {
    const devices = createDevices(state);
    for (const [index, name] of ['Ann', 'Ben', 'Cleo'].entries()) {
      const serial = `0${index + 1}`;
      const dates = { issuedAt: 1000, expiresAt: 2_000_000_000_000 };
      const role = index === 0 ? 'admin' : 'member';
      devices.add({
        name: `${name}’s phone`,
        person: name,
        role,
        fingerprint: `f${index}`,
        serial,
        ...dates,
      });
    }
    createPersons(state).set('Sitter', 'guest', 1000);
  });
}
