import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine, History } from './history.ts';
import type { HistoryTables } from './tables.ts';
import { closedHours, hourMs, keyOf, knownRows, mergeLate, rollUp } from './temperature-hours.ts';

type TemperatureRow = HistoryTables['temperatures'];

/** Short enough that nobody waits for it on the hub's own thread. */
const purgedAtOnce = 500;

/** Adds rows and brings their hours up to date; joins a transaction that is open. */
export async function appendTemperatures(
  db: Kysely<HistoryTables>,
  engine: Engine,
  rows: readonly TemperatureRow[],
  keepFirst: RawBuilder<unknown>,
): Promise<void> {
  if (rows.length === 0) return;
  const closed = await closedHours(db, rows);
  const isClosed = (row: TemperatureRow) => closed.has(keyOf(row));
  const late = rows.filter(isClosed);
  const known = await knownRows(db, late);
  await db
    .insertInto('temperatures')
    .values([...rows])
    .modifyEnd(keepFirst)
    .execute();
  await rollUp(db, engine, rows, isClosed);
  for (const row of late) {
    if (known.has(row.id)) continue;
    known.add(row.id);
    await mergeLate(db, row);
  }
}

/** The history's queries of temperatures, which are the same on both engines. */
export function createTemperatureQueries(
  { read, write }: { read: Kysely<HistoryTables>; write: Kysely<HistoryTables> },
  engine: Engine,
  site: string,
): Pick<History, 'temperatureSensors' | 'temperatures' | 'purgeTemperatures'> {
  /** @returns false when there was nothing */
  async function purgeSome(sensor: string, before: number): Promise<boolean> {
    return write.transaction().execute(async db => {
      const rows = await db
        .selectFrom('temperatures')
        .selectAll()
        .where('site', '=', site)
        .where('sensor', '=', sensor)
        .where('at', '<', before)
        .orderBy('at')
        .limit(purgedAtOnce)
        .execute();
      const last = rows.at(-1);
      if (!last) return false;
      const owned = rows.map(row => ({ ...row, at: Number(row.at) }));
      const closed = await closedHours(db, owned);
      // Once more before they go: an hour that nobody has made would be lost.
      await rollUp(db, engine, owned, row => closed.has(keyOf(row)));
      await db
        .updateTable('temperature_hours')
        .set({ closed: 1 })
        .where('site', '=', site)
        .where('sensor', '=', sensor)
        .where('at', '>', Number(owned[0]?.at) - hourMs)
        .where('at', '<=', Number(last.at))
        .execute();
      await db
        .deleteFrom('temperatures')
        .where('site', '=', site)
        .where('sensor', '=', sensor)
        .where('at', '<=', Number(last.at))
        .execute();
      return true;
    });
  }

  async function temperatureSensors(): Promise<string[]> {
    const rows = await read
      .selectFrom('temperature_hours')
      .select('sensor')
      .distinct()
      .where('site', '=', site)
      .orderBy('sensor')
      .execute();
    return rows.map(({ sensor }) => sensor);
  }

  return {
    temperatureSensors,
    async temperatures(sensor, { from, to }, { bucketMs, source }) {
      const into = sql`(at - ${sql.lit(from)})`;
      const bucket = sql<number>`${into} - ${into} % ${sql.lit(bucketMs)}`;
      const isHours = source === 'hours';
      const sum = isHours ? sql.ref('sum') : sql.ref('celsius');
      const low = isHours ? sql.ref('low') : sql.ref('celsius');
      const high = isHours ? sql.ref('high') : sql.ref('celsius');
      const count = isHours ? sql`sum(${sql.ref('count')})` : sql`count(*)`;
      const rows = await read
        .selectFrom(isHours ? 'temperature_hours' : 'temperatures')
        .select([
          bucket.as('bucket'),
          sql<number>`min(at)`.as('first'),
          sql<number>`min(${low})`.as('low'),
          sql<number>`max(${high})`.as('high'),
          sql<number>`sum(${sum})`.as('sum'),
          sql<number>`${count}`.as('count'),
        ])
        .where('site', '=', site)
        .where('sensor', '=', sensor)
        .where('at', '>=', from)
        .where('at', '<', to)
        .groupBy('bucket')
        .orderBy('bucket')
        .execute();
      // MySQL's sums are text.
      return rows.map(row => ({
        ...{ at: Number(row.first), low: Number(row.low), high: Number(row.high) },
        ...{ sum: Number(row.sum), count: Number(row.count) },
      }));
    },
    async purgeTemperatures(before, batches) {
      let left = batches;
      for (const sensor of await temperatureSensors()) {
        while (await purgeSome(sensor, before)) {
          left -= 1;
          if (left <= 0) return false;
          // Lets edges and requests in between two batches.
          await new Promise(resolve => setImmediate(resolve));
        }
      }
      return true;
    },
  };
}
