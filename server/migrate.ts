import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { Refusal } from './errors.ts';

/**
 * Brings a database up to the given migrations, in the order of their names.
 *
 * @throws Refusal when the database was written by a newer program
 */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  migrations: Record<string, Migration>,
  name: string,
): Promise<void> {
  const done = await readDone(db);
  const newer = done.filter(key => !(key in migrations));
  if (newer.length > 0) {
    throw new Refusal(
      `${name} was written by a newer sec53 (it has ${newer.join(', ')}); install that version again, or restore a backup`,
    );
  }
  if (done.length === Object.keys(migrations).length) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/**
 * Lets a migration of SQLite happen whole or not at all: by itself Kysely commits each table, and an
 * interruption would leave tables that the next try stumbles over. It also keeps others out meanwhile.
 */
export async function migrateWhole(
  sqlite: { exec(sql: string): unknown },
  work: () => Promise<void>,
): Promise<void> {
  sqlite.exec('begin immediate');
  await work();
  sqlite.exec('commit');
}

async function readDone<Tables>(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(table => table.name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(row => row.name);
}
