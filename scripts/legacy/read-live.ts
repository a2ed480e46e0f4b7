import { Kysely, MysqlDialect, sql } from 'kysely';
import type { MysqlAddress } from '../../server/config/history-url.ts';
import { errorText, Refusal } from '../../server/errors.ts';
import { createHostPool } from '../../server/history/mysql-hosts.ts';
import type { LegacyRow } from './read-dump.ts';

const pageSize = 1000;

/** The rows of EventLog in a database that still runs; nothing is written there. */
export async function* readLive(address: MysqlAddress): AsyncGenerator<LegacyRow> {
  const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool: createHostPool(address) }) });
  try {
    for (let last = 0; ; ) {
      const { rows } = await sql<{ id: number; at: string; desc: string; info: string }>`
        select Id as id, unix_timestamp(ts) * 1000 as at, coalesce(EventDesc, '') as \`desc\`,
          coalesce(EventInfo, '') as info
        from EventLog where Id > ${last} order by Id limit ${sql.lit(pageSize)}`.execute(db);
      for (const { at, ...row } of rows) yield { ...row, ts: Math.round(Number(at)) };
      last = rows.at(-1)?.id ?? last;
      if (rows.length < pageSize) return;
    }
  } catch (error) {
    throw new Refusal(`the first sec53’s database cannot be read: ${errorText(error)}`);
  } finally {
    await db.destroy();
  }
}
