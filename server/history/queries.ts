import { type CompiledQuery, type Kysely, sql } from 'kysely';
import type { JournalRow } from '../state/journal.ts';
import type { DaySegment, Engine, History, Keyset, Range } from './history.ts';
import { toAudit, toEvent, toVia } from './rows.ts';
import type { HistoryTables } from './tables.ts';
import { appendTemperatures, createTemperatureQueries } from './temperature-queries.ts';

const dayMs = 86_400_000;

/** Runs a query that is known to be short. A row is the values in the order of its columns. */
export type ReadRows = (query: CompiledQuery) => Promise<unknown[][]>;

export interface HistoryDatabases {
  readRows: ReadRows;
  /** For every other read. */
  read: Kysely<HistoryTables>;
  write: Kysely<HistoryTables>;
}

/** The history's queries, which are the same on both engines but for one word. */
export function createQueries(
  { readRows, read, write }: HistoryDatabases,
  engine: Engine,
  site: string,
): Omit<History, 'close'> {
  // Not INSERT IGNORE, which would also swallow a value that does not fit.
  const keepFirst =
    engine === 'mysql' ? sql`on duplicate key update id = id` : sql`on conflict do nothing`;

  return {
    engine,
    ...createTemperatureQueries({ read, write }, engine, site),
    async append(rows: readonly JournalRow[]) {
      const events = rows
        .filter(row => row.topic === 'event')
        .map(({ at, id, sensor, kind, mode }) => ({ site, at, id, sensor, kind, mode }));
      const temperatures = rows
        .filter(row => row.topic === 'temperature')
        .map(({ at, id, sensor, value }) => ({ site, at, id, sensor, celsius: value }));
      const audit = rows
        .filter(row => row.topic === 'audit' || row.topic === 'notice')
        .map(toAudit)
        .map(({ at, id, by, action, detail }) => ({ site, at, id, ...by, action, detail }));
      await write.transaction().execute(async db => {
        if (events.length > 0) {
          await db.insertInto('events').values(events).modifyEnd(keepFirst).execute();
        }
        await appendTemperatures(db, engine, temperatures, keepFirst);
        if (audit.length > 0) {
          await db.insertInto('audit').values(audit).modifyEnd(keepFirst).execute();
        }
      });
    },
    async events({ from, to }: Range, { sensor, after, limit }) {
      let query = read
        .selectFrom('events')
        .select(['id', 'at', 'sensor', 'kind', 'mode'])
        .where('site', '=', site)
        .where('at', '>=', after?.at ?? from)
        .where('at', '<', to)
        .orderBy('at')
        .orderBy('id')
        .limit(limit);
      if (after) query = query.where(afterKey(after));
      // A page of a day is a short walk along the key; picking one sensor out of it is a long one.
      if (sensor !== undefined) {
        return (await query.where('sensor', '=', sensor).execute()).map(toEvent);
      }
      const rows = await readRows(query.compile());
      return rows.map(([id, at, sensor, kind, mode]) =>
        toEvent({
          id: String(id),
          at: Number(at),
          sensor: String(sensor),
          kind: String(kind),
          mode: String(mode),
        }),
      );
    },
    async triggerCounts(segments: readonly DaySegment[]) {
      const counts = new Map<string, { day: number; sensor: string; count: number }>();
      for (const { from, to, offset } of segments) {
        const local = sql<number>`at + ${sql.lit(offset)}`;
        const start = sql<number>`${local} - (${local}) % ${sql.lit(dayMs)}`;
        const rows = await read
          .selectFrom('events')
          .select(['sensor', start.as('start'), sql<number>`count(*)`.as('count')])
          .where('site', '=', site)
          .where('at', '>=', from)
          .where('at', '<', to)
          .where('kind', '=', 'trigger')
          .groupBy(['start', 'sensor'])
          .execute();
        for (const row of rows) {
          const day = Number(row.start) / dayMs;
          const key = `${day} ${row.sensor}`;
          const count = (counts.get(key)?.count ?? 0) + Number(row.count);
          counts.set(key, { day, sensor: row.sensor, count });
        }
      }
      return [...counts.values()];
    },
    async audit({ from, to }: Range, action?: string) {
      const query = read
        .selectFrom('audit')
        .select(['id', 'at', 'name', 'via', 'action', 'detail'])
        .where('site', '=', site)
        .where('at', '>=', from)
        .where('at', '<', to)
        .orderBy('at')
        .orderBy('id');
      const asked = action === undefined ? query : query.where('action', '=', action);
      return (await asked.execute()).map(({ id, at, name, via, action, detail }) => {
        return { id, at, by: { name, via: toVia(via) }, action, detail };
      });
    },
  };
}

/**
 * With `at >= …`, which finds the place in the key. Spelt out, because MySQL reads a row comparison
 * without its index.
 */
function afterKey({ at, id }: Keyset) {
  return sql<boolean>`not (at = ${at} and id <= ${id})`;
}
