import Database from 'better-sqlite3';
import type { Row, Store, Table } from './store.ts';

/** The embedded history's file, opened with the hub's own settings. */
export function openSqliteStore(path: string): Store {
  const sqlite = new Database(path, { timeout: 5000 });
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  const statements = new Map<string, (rows: readonly Row[]) => void>();

  function prepareInsert({ name, columns }: Table): (rows: readonly Row[]) => void {
    const known = statements.get(name);
    if (known) return known;
    const places = columns.map(() => '?').join(', ');
    const one = sqlite.prepare(`insert into ${name} (${columns.join(', ')}) values (${places})`);
    const made = sqlite.transaction((rows: readonly Row[]) => {
      for (const row of rows) one.run(row);
    });
    statements.set(name, made);
    return made;
  }

  return {
    all: async ({ name, columns }) =>
      sqlite
        .prepare<[], Row>(`select ${columns.join(', ')} from ${name}`)
        .raw()
        .all(),
    async cloneTable({ name, columns }) {
      const clone = `floor_${name}`;
      const made = sqlite
        .prepare<[string], { sql: string }>('select sql from sqlite_master where name = ?')
        .get(name);
      if (!made) throw new Error(`there is no table ${name}`);
      sqlite.exec(made.sql.replace(`"${name}"`, `"${clone}"`));
      return { name: clone, columns };
    },
    insert: async (table, rows) => prepareInsert(table)(rows),
    between: async (from, to) =>
      sqlite
        .prepare<[number, number], object>(
          "select id, at, sensor, kind, mode from events where site = 'home' and at >= ? and at < ? order by at, id",
        )
        .all(from, to),
    async close() {
      sqlite.close();
    },
  };
}
