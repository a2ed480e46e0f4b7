import { createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Store, Table, Value } from './store.ts';

/** One connection to a history on MySQL. */
export async function openMysqlStore(url: string): Promise<Store> {
  const connection = await createConnection({ uri: url, charset: 'utf8mb4_bin', timezone: 'Z' });
  return {
    async all({ name, columns }) {
      const sql = `select ${columns.join(', ')} from ${name}`;
      const [rows] = await connection.query<RowDataPacket[]>({ sql, rowsAsArray: true });
      return rows.map(row => columns.map((_, index): Value => row[index]));
    },
    async cloneTable({ name, columns }) {
      const clone = `floor_${name}`;
      await connection.query(`create table ${clone} like ${name}`);
      return { name: clone, columns };
    },
    async insert(table, rows) {
      // The driver keeps the prepared statement of a text that it knows.
      await connection.execute(insertText(table, rows.length), rows.flat());
    },
    async between(from, to) {
      const [rows] = await connection.execute<RowDataPacket[]>(
        "select id, at, sensor, kind, mode from events where site = 'home' and at >= ? and at < ? order by at, id",
        [from, to],
      );
      return rows;
    },
    close: () => connection.end(),
  };
}

const texts = new Map<string, string>();

function insertText({ name, columns }: Table, count: number): string {
  const key = `${name} ${count}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const places = `(${columns.map(() => '?').join(', ')})`;
  const all = Array.from({ length: count }, () => places).join(', ');
  const text = `insert into ${name} (${columns.join(', ')}) values ${all}`;
  texts.set(key, text);
  return text;
}
