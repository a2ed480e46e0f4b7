import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { diskRefusal } from './disk-trouble.ts';
import { createState, type State } from './state.ts';
import type { StateTables } from './tables.ts';

/** In the header of a file: whether it is written, and read, by way of a log beside it. */
const [writeVersion, readVersion] = [18, 19];

/**
 * Opens a database of the hub's so that nothing of it changes, whether the hub runs or not.
 *
 * @throws Refusal with the path, the reason and the fix
 */
export function openReadOnly(path: string): Database.Database {
  try {
    if (existsSync(`${path}-wal`)) return new Database(path, { readonly: true, timeout: 2000 });
    // Nobody has it open. SQLite would make the log anew, even for reading, and leave it behind.
    const content = readFileSync(path);
    content[writeVersion] = 1;
    content[readVersion] = 1;
    return new Database(content, { readonly: true });
  } catch (error) {
    throw diskRefusal(path, error);
  }
}

/**
 * The state as another program may look at it, as it was last migrated.
 *
 * @throws Refusal
 */
export function readState(folder: string): State {
  const sqlite = openReadOnly(join(folder, 'state.db'));
  return createState(
    sqlite,
    new Kysely<StateTables>({ dialect: new SqliteDialect({ database: sqlite }) }),
  );
}
