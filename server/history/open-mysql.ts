import { Kysely, MysqlDialect } from 'kysely';
import type { MysqlAddress } from '../config/history-url.ts';
import { migrate } from '../migrate.ts';
import type { History } from './history.ts';
import { migrationsFor } from './migrations/all.ts';
import { createHostPool } from './mysql-hosts.ts';
import { createQueries } from './queries.ts';
import type { HistoryTables } from './tables.ts';

/**
 * The history on MySQL, MariaDB or what speaks their protocol.
 *
 * @param limitMs how long a query may wait for its answer
 * @throws the server's error, or Refusal when a newer program wrote it
 */
export async function openMysqlHistory(
  address: MysqlAddress,
  site: string,
  limitMs?: number,
): Promise<History> {
  const { pool, db } = await connect(address, limitMs);
  return {
    ...createQueries({ readRows: pool.readRows, read: db, write: db }, 'mysql', site),
    close: () => db.destroy(),
  };
}

/** Its tables, for copying them. @throws likewise */
export async function openMysqlTables(address: MysqlAddress): Promise<Kysely<HistoryTables>> {
  return (await connect(address)).db;
}

async function connect(address: MysqlAddress, limitMs?: number) {
  const pool = createHostPool(address, limitMs);
  const db = new Kysely<HistoryTables>({ dialect: new MysqlDialect({ pool }) });
  try {
    const where = address.hosts.map(({ host }) => host).join(',');
    await migrate(db, migrationsFor('mysql'), `the database ${address.database} on ${where}`);
    return { pool, db };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
