import { type Kysely, type Migration, sql } from 'kysely';
import type { Engine } from '../history.ts';
import type { HistoryTables } from '../tables.ts';
import { rollUpAll } from '../temperature-hours.ts';

/** What stays of temperatures for ever: an hour each, made of what there is already. */
export function temperatureHours(engine: Engine): Migration {
  const isMysql = engine === 'mysql';
  const real = isMysql ? 'double precision' : 'real';
  return {
    async up(db: Kysely<HistoryTables>) {
      await db.schema
        .createTable('temperature_hours')
        // MySQL commits each table by itself, so an interrupted migration finds it.
        .ifNotExists()
        .addColumn('site', 'varchar(64)', column => column.notNull())
        .addColumn('sensor', 'varchar(64)', column => column.notNull())
        .addColumn('at', 'bigint', column => column.notNull())
        .addColumn('low', real, column => column.notNull())
        .addColumn('high', real, column => column.notNull())
        .addColumn('sum', real, column => column.notNull())
        .addColumn('count', 'integer', column => column.notNull())
        .addColumn('closed', 'integer', column => column.notNull())
        .addPrimaryKeyConstraint('temperature_hours_key', ['site', 'sensor', 'at'])
        .modifyEnd(
          isMysql ? sql`default character set utf8mb4 collate utf8mb4_bin` : sql`without rowid`,
        )
        .execute();
      await rollUpAll(db, engine);
    },
  };
}
