import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine } from './history.ts';
import type { HistoryTables } from './tables.ts';

export const hourMs = 3_600_000;
export const hourOf = (at: number) => at - (at % hourMs);

const pieceMs = 30 * 24 * hourMs;

type Row = HistoryTables['temperatures'];

/** Whole hours of one sensor that follow each other; `to` is not of them. */
interface Run {
  sensor: string;
  from: number;
  to: number;
}

/**
 * Makes the hours anew of which rows were added. Whatever is sent twice, or late, is counted once, because an
 * hour is always made of all of its rows.
 *
 * @param isClosed hours whose rows are gone, in part or all: those are merged by `mergeLate`
 */
export async function rollUp(
  db: Kysely<HistoryTables>,
  engine: Engine,
  rows: readonly Row[],
  isClosed: (row: Row) => boolean,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  for (const { sensor, from, to } of runsOf(rows.filter(row => !isClosed(row)))) {
    const where = sql`site = ${first.site} and sensor = ${sensor} and at >= ${from} and at < ${to}`;
    await insertHours(db, engine, where);
  }
}

/**
 * Every hour that there are rows of. Years of them are made in pieces, each a month of one sensor, because
 * SQLite makes each on the hub's own thread.
 */
export async function rollUpAll(db: Kysely<HistoryTables>, engine: Engine): Promise<void> {
  let row = await firstBehind(db, null);
  while (row) {
    const { site, sensor } = row;
    const from = hourOf(Number(row.at));
    const to = from + pieceMs;
    const where = sql`site = ${site} and sensor = ${sensor} and at >= ${from} and at < ${to}`;
    await insertHours(db, engine, where);
    // Lets whatever shows that the hub is alive in between.
    await new Promise(resolve => setImmediate(resolve));
    row = await firstBehind(db, { site, sensor, at: to });
  }
}

type Place = Pick<Row, 'site' | 'sensor' | 'at'>;

/**
 * The first row at a place or behind it, in the order of the key; null is the beginning. Three questions, of
 * which each is one step in the key on both engines.
 */
async function firstBehind(
  db: Kysely<HistoryTables>,
  place: Place | null,
): Promise<Place | undefined> {
  const rows = db
    .selectFrom('temperatures')
    .select(['site', 'sensor', 'at'])
    .orderBy('site')
    .orderBy('sensor')
    .orderBy('at')
    .limit(1);
  if (!place) return rows.executeTakeFirst();
  const { site, sensor, at } = place;
  const ofSite = rows.where('site', '=', site);
  return (
    (await ofSite.where('sensor', '=', sensor).where('at', '>=', at).executeTakeFirst()) ??
    (await ofSite.where('sensor', '>', sensor).executeTakeFirst()) ??
    (await rows.where('site', '>', site).executeTakeFirst())
  );
}

async function insertHours(
  db: Kysely<HistoryTables>,
  engine: Engine,
  where: RawBuilder<unknown>,
): Promise<void> {
  const columns = ['low', 'high', 'sum', 'count'];
  const isMysql = engine === 'mysql';
  const replaced = sql.join(
    columns.map(name => {
      const column = sql.ref(name);
      return isMysql ? sql`${column} = values(${column})` : sql`${column} = excluded.${column}`;
    }),
  );
  const onConflict = isMysql
    ? sql`on duplicate key update ${replaced}`
    : sql`on conflict (site, sensor, at) do update set ${replaced}`;
  const hour = sql.lit(hourMs);
  const names = sql.join(['site', 'sensor', 'at', ...columns, 'closed'].map(name => sql.ref(name)));
  await sql`insert into temperature_hours (${names})
    select site, sensor, at - at % ${hour}, min(celsius), max(celsius), sum(celsius), count(*), 0
    from temperatures where ${where}
    group by site, sensor, at - at % ${hour} ${onConflict}`.execute(db);
}

/** Rows in the fewest ranges of whole hours; one range is one statement. */
function runsOf(rows: readonly Row[]): Run[] {
  const hoursOf = new Map<string, Set<number>>();
  for (const { sensor, at } of rows) {
    const hours = hoursOf.get(sensor) ?? new Set();
    hoursOf.set(sensor, hours.add(hourOf(at)));
  }
  return [...hoursOf].flatMap(([sensor, found]) => {
    const hours = [...found].sort((a, b) => a - b);
    const runs: Run[] = [];
    for (const from of hours) {
      const last = runs.at(-1);
      if (last?.to === from) last.to = from + hourMs;
      else runs.push({ sensor, from, to: from + hourMs });
    }
    return runs;
  });
}

/**
 * Hours among those of the rows that are made of more than what is left of their rows.
 *
 * @returns the keys of `keyOf`
 */
export async function closedHours(
  db: Kysely<HistoryTables>,
  rows: readonly Row[],
): Promise<Set<string>> {
  const [first] = rows;
  if (!first) return new Set();
  const found = await db
    .selectFrom('temperature_hours')
    .select(['sensor', 'at'])
    .where('site', '=', first.site)
    .where('sensor', 'in', [...new Set(rows.map(({ sensor }) => sensor))])
    .where('at', 'in', [...new Set(rows.map(({ at }) => hourOf(at)))])
    .where('closed', '=', 1)
    .execute();
  return new Set(found.map(keyOf));
}

export function keyOf({ sensor, at }: Pick<Row, 'sensor' | 'at'>): string {
  return `${hourOf(Number(at))} ${sensor}`;
}

/** Those of the rows that are there already. */
export async function knownRows(
  db: Kysely<HistoryTables>,
  rows: readonly Row[],
): Promise<Set<string>> {
  const known = new Set<string>();
  for (const { site, sensor, at, id } of rows) {
    const found = await db
      .selectFrom('temperatures')
      .select('id')
      .where('site', '=', site)
      .where('sensor', '=', sensor)
      .where('at', '=', at)
      .where('id', '=', id)
      .execute();
    if (found.length > 0) known.add(id);
  }
  return known;
}

/** A late row joins an hour of which the others are gone. */
export async function mergeLate(
  db: Kysely<HistoryTables>,
  { site, sensor, at, celsius }: Row,
): Promise<void> {
  const lower = sql<number>`case when low < ${celsius} then low else ${celsius} end`;
  const higher = sql<number>`case when high > ${celsius} then high else ${celsius} end`;
  await db
    .updateTable('temperature_hours')
    .set(({ eb, ref }) => ({
      low: lower,
      high: higher,
      sum: eb(ref('sum'), '+', celsius),
      count: eb(ref('count'), '+', 1),
    }))
    .where('site', '=', site)
    .where('sensor', '=', sensor)
    .where('at', '=', hourOf(at))
    .execute();
}
