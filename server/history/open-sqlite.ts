import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { migrate, migrateWhole } from '../migrate.ts';
import type { History } from './history.ts';
import { migrationsFor } from './migrations/all.ts';
import { createQueries, type ReadRows } from './queries.ts';
import type { HistoryTables } from './tables.ts';
import { createWorkerDialect } from './worker-dialect.ts';

/**
 * The history in a file beside the state: writes and short reads are on the hub's thread, all other
 * reads in a worker.
 *
 * @throws the store's error, or Refusal when a newer program wrote it
 */
export async function openSqliteHistory(path: string, site: string): Promise<History> {
  const { sqlite, write } = await open(path);
  const readRows: ReadRows = async ({ sql, parameters }) =>
    sqlite
      .prepare<unknown[], unknown[]>(sql)
      .raw()
      .all(...parameters);
  const read = new Kysely<HistoryTables>({ dialect: createWorkerDialect(path) });
  return {
    ...createQueries({ readRows, read, write }, 'sqlite', site),
    async close() {
      await read.destroy();
      sqlite.close();
    },
  };
}

/** Its tables, for copying them. @throws likewise */
export async function openSqliteTables(path: string): Promise<Kysely<HistoryTables>> {
  return (await open(path)).write;
}

async function open(path: string) {
  closeSync(openSync(path, 'a', 0o600));
  const sqlite = new Database(path, { timeout: 5000 });
  try {
    sqlite.pragma('journal_mode = WAL');
    // The journal is trimmed by what the history took, so that must not be lost either.
    sqlite.pragma('synchronous = FULL');
    const database: SqliteDatabase = {
      // A disk that refuses ends the transaction too; a rollback then would hide what was wrong.
      prepare: text =>
        sqlite.prepare<unknown[], unknown>(
          text === 'rollback' && !sqlite.inTransaction ? 'select 1' : text,
        ),
      close: () => sqlite.close(),
    };
    const write = new Kysely<HistoryTables>({ dialect: new SqliteDialect({ database }) });
    await migrateWhole(sqlite, () => migrate(write, migrationsFor('sqlite'), path));
    return { sqlite, write };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}
