import type { EngineName } from './bench.ts';

export type Value = string | number;
/** One row, in the order of the table's columns. */
export type Row = Value[];

export interface Table {
  name: string;
  columns: readonly string[];
}

export const events: Table = {
  name: 'events',
  columns: ['site', 'at', 'id', 'sensor', 'kind', 'mode'],
};
export const temperatures: Table = {
  name: 'temperatures',
  columns: ['site', 'at', 'id', 'sensor', 'celsius'],
};

/** A history database without the hub. */
export interface Store {
  all(table: Table): Promise<Row[]>;
  /** Makes an empty table as the given one is, keys included. */
  cloneTable(table: Table): Promise<Table>;
  /** Prepares an insert of so many rows and runs it, a commit each, as durable as the hub's. */
  insert(table: Table, rows: readonly Row[]): Promise<void>;
  /** The events of a range of time, oldest first, as objects. */
  between(from: number, to: number): Promise<object[]>;
  close(): Promise<void>;
}

/** An engine of the history, for one benchmark. */
export interface Engine {
  name: EngineName;
  /** The line of the hub's configuration; empty for the embedded engine. */
  config: string;
  open(): Promise<Store>;
}

/** Rows a commit. */
export const batchRows = 1000;

/** Inserts rows in batches; resolves to rows a second. */
export async function fill(store: Store, table: Table, rows: readonly Row[]): Promise<number> {
  const started = performance.now();
  for (let start = 0; start < rows.length; start += batchRows) {
    await store.insert(table, rows.slice(start, start + batchRows));
  }
  return (rows.length * 1000) / (performance.now() - started);
}
