import type Database from 'better-sqlite3';
import type { Compilable, Kysely } from 'kysely';
import type { StateTables } from './tables.ts';

/**
 * The embedded store, synchronous: a decision and what follows from it are one transaction on the
 * event loop's own thread, so nothing can come between. Queries are written and typed with Kysely and
 * run as prepared statements.
 */
export interface State {
  /** Builds queries; it does not run them. */
  readonly query: Kysely<StateTables>;
  all<Row>(query: Compilable<Row>): Row[];
  first<Row>(query: Compilable<Row>): Row | undefined;
  /** Rows changed. */
  run(query: Compilable): number;
  /**
   * For the hot path: compiled once, bound anew each time, in the order the query names its values.
   * Running it returns the number of the row inserted last.
   */
  prepare(query: Compilable): (...values: (string | number | null)[]) => number;
  /** Likewise for reading: the rows of a query that was compiled once. */
  prepareRead<Row>(query: Compilable<Row>): (...values: (string | number | null)[]) => Row[];
  /**
   * Likewise for one row by its key. A row that was found is kept for as long as nobody writes, here
   * or in another process, which is asked each time and takes half as long as reading it.
   */
  prepareLookup<Row>(query: Compilable<Row>): (key: string) => Row | undefined;
  /** All or nothing, and on disk when it returns. A transaction inside another joins it. */
  transaction<Result>(work: () => Result): Result;
  /** Part of an open transaction: when it throws, it alone is undone. */
  savepoint<Result>(work: () => Result): Result;
  /** Grows when another process (a command) has written. */
  foreignVersion(): number;
  close(): void;
}

export function createState(sqlite: Database.Database, query: Kysely<StateTables>): State {
  const statements = new Map<string, Database.Statement<unknown[], unknown>>();
  // SQLite counts the two apart: commits of other connections, and rows changed by this one.
  const foreignVersion = sqlite.prepare<[], number>('pragma data_version').pluck();
  const ownVersion = sqlite.prepare<[], number>('select total_changes()').pluck();

  function statement(text: string) {
    const known = statements.get(text);
    if (known) return known;
    const made = sqlite.prepare<unknown[], unknown>(text);
    statements.set(text, made);
    return made;
  }

  function all<Row>(built: Compilable<Row>): Row[] {
    const { sql, parameters } = built.compile();
    // The one place where rows take the type that their query was built with.
    return statement(sql).all(...parameters) as Row[];
  }

  return {
    query,
    all,
    first: built => all(built)[0],
    run(built) {
      const { sql, parameters } = built.compile();
      return statement(sql).run(...parameters).changes;
    },
    prepare(built) {
      const prepared = statement(built.compile().sql);
      return (...values) => Number(prepared.run(...values).lastInsertRowid);
    },
    prepareRead<Row>(built: Compilable<Row>) {
      const prepared = statement(built.compile().sql);
      return (...values: (string | number | null)[]) => prepared.all(...values) as Row[];
    },
    prepareLookup<Row>(built: Compilable<Row>) {
      const prepared = statement(built.compile().sql);
      const kept = new Map<string, Row>();
      let foreign: number | undefined;
      let own: number | undefined;
      return (key: string) => {
        const read = () => prepared.get(key) as Row | undefined;
        // What is not committed may never be.
        if (sqlite.inTransaction) return read();
        // Asked before the row is read: what is written in between is noticed the next time.
        const [foreignNow, ownNow] = [foreignVersion.get(), ownVersion.get()];
        if (foreignNow !== foreign || ownNow !== own) kept.clear();
        [foreign, own] = [foreignNow, ownNow];
        const row = kept.get(key) ?? read();
        // Keys come from strangers, so what is not there is not remembered.
        if (row !== undefined) kept.set(key, row);
        return row;
      };
    },
    transaction: work => (sqlite.inTransaction ? work() : sqlite.transaction(work).immediate()),
    // Inside a transaction better-sqlite3 makes a savepoint of it.
    savepoint: work => sqlite.transaction(work)(),
    foreignVersion: () => Number(foreignVersion.get()),
    close: () => sqlite.close(),
  };
}
