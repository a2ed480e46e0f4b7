import { type CreateTableBuilder, type Kysely, type Migration, sql } from 'kysely';
import type { Engine } from '../history.ts';
import type { HistoryTables } from '../tables.ts';

/**
 * The key is the order in which rows are read: a day is one range of it, and rows arrive at its end.
 * MySQL clusters by the key anyway, SQLite does so WITHOUT ROWID.
 */
export function first(engine: Engine): Migration {
  const isMysql = engine === 'mysql';

  function finish<Table extends string, Column extends string>(
    table: CreateTableBuilder<Table, Column>,
  ) {
    return isMysql
      ? table.modifyEnd(sql`default character set utf8mb4 collate utf8mb4_bin`)
      : table.modifyEnd(sql`without rowid`);
  }

  function keyed(db: Kysely<HistoryTables>, name: string) {
    return (
      db.schema
        .createTable(name)
        // MySQL commits each table by itself, so an interrupted migration finds some of them.
        .ifNotExists()
        .addColumn('site', 'varchar(64)', column => column.notNull())
        .addColumn('at', 'bigint', column => column.notNull())
        .addColumn('id', 'varchar(36)', column => column.notNull())
    );
  }

  return {
    async up(db: Kysely<HistoryTables>) {
      await finish(
        keyed(db, 'events')
          .addColumn('sensor', 'varchar(64)', column => column.notNull())
          .addColumn('kind', 'varchar(16)', column => column.notNull())
          .addColumn('mode', 'varchar(16)', column => column.notNull())
          .addPrimaryKeyConstraint('events_key', ['site', 'at', 'id']),
      ).execute();
      await finish(
        keyed(db, 'temperatures')
          .addColumn('sensor', 'varchar(64)', column => column.notNull())
          .addColumn('celsius', isMysql ? 'double precision' : 'real', column => column.notNull())
          .addPrimaryKeyConstraint('temperatures_key', ['site', 'sensor', 'at', 'id']),
      ).execute();
      await finish(
        keyed(db, 'audit')
          .addColumn('name', 'varchar(64)', column => column.notNull())
          .addColumn('via', 'varchar(16)', column => column.notNull())
          .addColumn('action', 'varchar(32)', column => column.notNull())
          .addColumn('detail', 'text', column => column.notNull())
          .addPrimaryKeyConstraint('audit_key', ['site', 'at', 'id']),
      ).execute();
    },
  };
}
