import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Config } from '../config/config.ts';
import type { Engine } from './history.ts';
import type { HistoryTables } from './tables.ts';

/** The tables of the history, for copying them as they are. */
export interface HistoryStore {
  readonly engine: Engine;
  readonly db: Kysely<HistoryTables>;
  close(): Promise<void>;
}

export type TableName = keyof HistoryTables;

/** A row without its site: the values in the order of `columns`. */
export type Row = (string | number)[];

/** The columns of each table, beside `site`; the same on both engines. */
const columns = {
  events: ['at', 'id', 'sensor', 'kind', 'mode'],
  temperatures: ['at', 'id', 'sensor', 'celsius'],
  temperature_hours: ['at', 'sensor', 'low', 'high', 'sum', 'count', 'closed'],
  audit: ['at', 'id', 'name', 'via', 'action', 'detail'],
} as const satisfies Record<TableName, readonly string[]>;

export const tableNames = ['events', 'temperatures', 'temperature_hours', 'audit'] as const;

const pageSize = 1000;
const batchSize = 500;

/** Opens the history that the configuration names, and brings it up to date. */
export async function openHistoryStore(
  { history }: Pick<Config, 'history'>,
  sqliteFile: string,
): Promise<HistoryStore> {
  if (history) {
    const { openMysqlTables } = await import('./open-mysql.ts');
    const db = await openMysqlTables(history);
    return { engine: 'mysql', db, close: () => db.destroy() };
  }
  const { openSqliteTables } = await import('./open-sqlite.ts');
  const db = await openSqliteTables(sqliteFile);
  return { engine: 'sqlite', db, close: () => db.destroy() };
}

/** All rows of a site in the order of the key, in pages; what is added behind the last one may be among them. */
export async function* readRows(
  store: HistoryStore,
  table: TableName,
  site: string,
): AsyncGenerator<Row[]> {
  if (table === 'events' || table === 'audit') {
    yield* readPages(store, table, sql`site = ${site}`);
    return;
  }
  // Their key goes on with the sensor.
  const sensors = store.db.selectFrom(table).select('sensor').distinct();
  for (const { sensor } of await sensors.where('site', '=', site).orderBy('sensor').execute()) {
    yield* readPages(store, table, sql`site = ${site} and sensor = ${sensor}`);
  }
}

async function* readPages(
  { db }: HistoryStore,
  table: TableName,
  within: RawBuilder<unknown>,
): AsyncGenerator<Row[]> {
  const names = columns[table];
  const list = sql.join(names.map(name => sql.ref(name)));
  const order = isHours(table) ? sql`at` : sql`at, id`;
  let last: { at: number; id: string } | undefined;
  for (;;) {
    const query = sql<Record<string, string | number>>`select ${list} from ${sql.table(table)}
      where ${within} ${last ? afterKey(table, last) : sql``} order by ${order} limit ${sql.lit(pageSize)}`;
    const { rows } = await query.execute(db);
    if (rows.length > 0) yield rows.map(row => names.map(name => row[name] ?? ''));
    const final = rows.at(-1);
    if (!final || rows.length < pageSize) return;
    last = { at: Number(final.at), id: String(final.id) };
  }
}

/** An hour of a sensor has no id beside its time. */
const isHours = (table: TableName) => table === 'temperature_hours';

function afterKey(table: TableName, { at, id }: { at: number; id: string }): RawBuilder<unknown> {
  if (isHours(table)) return sql`and at > ${at}`;
  // Spelt out, because MySQL reads a comparison of rows without its index.
  return sql`and at >= ${at} and not (at = ${at} and id <= ${id})`;
}

/** Adds rows to a site; those that are there stay as they are. */
export async function addRows(
  { db, engine }: HistoryStore,
  table: TableName,
  site: string,
  rows: readonly Row[],
): Promise<void> {
  const keepFirst =
    engine === 'mysql' ? sql`on duplicate key update at = at` : sql`on conflict do nothing`;
  const list = sql.join(['site', ...columns[table]].map(name => sql.ref(name)));
  await db.transaction().execute(async transaction => {
    for (let at = 0; at < rows.length; at += batchSize) {
      const values = rows.slice(at, at + batchSize).map(row => sql`(${sql.join([site, ...row])})`);
      await sql`insert into ${sql.table(table)} (${list}) values ${sql.join(values)} ${keepFirst}`.execute(
        transaction,
      );
    }
  });
}
