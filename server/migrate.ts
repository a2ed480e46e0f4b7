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

async function readDone<Tables>(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(table => table.name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(row => row.name);
}
