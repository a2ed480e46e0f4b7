import { chmodSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { migrate, migrateWhole } from '../migrate.ts';
import { diskRefusal } from './disk-trouble.ts';
import { makeFolder } from './make-folder.ts';
import { first } from './migrations/001-first.ts';
import { people } from './migrations/002-people.ts';
import { alerts } from './migrations/003-alerts.ts';
import { evidence } from './migrations/004-evidence.ts';
import { profiles } from './migrations/005-profiles.ts';
import { createState, type State } from './state.ts';
import type { StateTables } from './tables.ts';

const migrations = {
  '001-first': first,
  '002-people': people,
  '003-alerts': alerts,
  '004-evidence': evidence,
  '005-profiles': profiles,
};

/** In their order. */
export const stateMigrations: readonly string[] = Object.keys(migrations);

/**
 * Opens `<folder>/state.db`, makes it when it is missing, and brings it up to date.
 *
 * @throws Refusal when the folder or the file cannot be used, with the reason and the fix
 */
export async function openState(folder: string): Promise<State> {
  const path = join(folder, 'state.db');
  try {
    makeFolder(folder);
    // SQLite gives its side files the mode of the database, so it is enough to set it once.
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    const sqlite = new Database(path, { timeout: 5000 });
    sqlite.pragma('journal_mode = WAL');
    // An event counts as accepted once it would survive a power cut.
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    const query = new Kysely<StateTables>({ dialect: new SqliteDialect({ database: sqlite }) });
    await migrateWhole(sqlite, () => migrate(query, migrations, path));
    return createState(sqlite, query);
  } catch (error) {
    throw diskRefusal(path, error);
  }
}
