import { type Selectable, sql } from 'kysely';
import type { Mode } from '../protocol.ts';
import { createDocuments } from './documents.ts';
import type { State } from './state.ts';
import type { StateTables } from './tables.ts';

type Topic = 'event' | 'temperature' | 'incident' | 'notice' | 'audit';

/** What is journaled; `body` as an object, `at` in epoch milliseconds. */
export interface Entry {
  id: string;
  at: number;
  topic: Topic;
  sensor?: string;
  /** trigger or reset; the code of a notice; the action of an audit entry. */
  kind?: string;
  mode?: Mode;
  /** Degrees Celsius. */
  value?: number;
  body?: object;
}

/** As stored: `seq` is the order of all things, and the event stream's id. */
export type JournalRow = Selectable<StateTables['journal']>;

export interface Journal {
  /** Call it inside a transaction. Returns the row as stored. */
  append(entry: Entry): JournalRow;
  /** Rows with a greater `seq`, oldest first. */
  after(seq: number, limit: number): JournalRow[];
  /** The range that is still held; `oldest` is `newest + 1` when that is nothing. */
  bounds(): { oldest: number; newest: number };
  /** Up to which row the history has everything. */
  shipped(): number;
  /** Notes that the history has all up to `seq`, and drops what nobody can ask for any more. */
  markShipped(seq: number): void;
}

/** So many rows stay for live clients that were away for a while. */
const kept = 2000;

export function createJournal(state: State): Journal {
  const { query } = state;
  const insert = state.prepare(
    query.insertInto('journal').values({
      id: '',
      at: 0,
      topic: '',
      sensor: '',
      kind: '',
      mode: '',
      value: 0,
      body: '',
      doubtful: 0,
    }),
  );
  const documents = createDocuments(state);
  // Two looks at the ends of the key. One query for both would read the whole journal.
  const ends = query.selectFrom('journal').select('seq').limit(sql.lit(1));
  const readOldest = state.prepareRead(ends.orderBy('seq'));
  const readNewest = state.prepareRead(ends.orderBy('seq', 'desc'));
  const readAfter = state.prepareRead(
    query.selectFrom('journal').selectAll().where('seq', '>', 0).orderBy('seq').limit(0),
  );
  const trim = state.prepare(query.deleteFrom('journal').where('seq', '<=', 0));
  let shipped = Number(documents.read('shipped') ?? 0);

  return {
    append({ id, at, topic, sensor = '', kind = '', mode, value = 0, body }) {
      const row = {
        id,
        at,
        topic,
        sensor,
        kind,
        mode: mode ?? '',
        value,
        body: toText(body),
        doubtful: 0,
      };
      const seq = insert(id, at, topic, sensor, kind, row.mode, value, row.body, row.doubtful);
      return { seq, ...row };
    },
    after: (seq, limit) => readAfter(seq, limit),
    bounds() {
      const newest = readNewest()[0]?.seq ?? shipped;
      return { oldest: readOldest()[0]?.seq ?? newest + 1, newest };
    },
    shipped: () => shipped,
    markShipped(seq) {
      state.transaction(() => {
        documents.write('shipped', String(seq));
        const { newest } = this.bounds();
        trim(Math.min(seq, newest - kept));
      });
      shipped = seq;
    },
  };
}

function toText(body: object | undefined): string {
  return body ? JSON.stringify(body) : '';
}
