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
  /** Call it inside a transaction. Returns the row as stored, marked when its time is in doubt. */
  append(entry: Entry): JournalRow;
  /** Rows with a greater `seq`, oldest first. */
  after(seq: number, limit: number): JournalRow[];
  /** The range that is still held; `oldest` is `newest + 1` when that is nothing. */
  bounds(): { oldest: number; newest: number };
  /** Up to which row the history has everything. */
  shipped(): number;
  /** Up to which row it may be shipped: what this run dated by a clock in doubt waits until it is set. */
  shippable(): number;
  /** Rows of this run that are in doubt, oldest first. */
  doubtful(): JournalRow[];
  /** How many rows of earlier runs, not shipped yet, are in doubt for good. */
  earlierDoubtful(): number;
  /** Dates a row anew, beyond doubt. Call it inside a transaction. */
  correct(seq: number, at: number, body: string): void;
  /** All that was in doubt is corrected, on disk. */
  release(): void;
  /** How often that was. */
  corrections(): number;
  /** Notes that the history has all up to `seq`, and drops what nobody can ask for any more. */
  markShipped(seq: number): void;
}

/** So many rows stay for live clients that were away for a while. */
const kept = 2000;

/** @param isDoubtful whether a time that is taken now may be wrong */
export function createJournal(state: State, isDoubtful: () => boolean = () => false): Journal {
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
  const newestBefore = readNewest()[0]?.seq ?? shipped;
  /** The first row of this run that is in doubt. */
  let held: number | undefined;
  let corrections = 0;
  const inDoubt = query.selectFrom('journal').where('doubtful', '=', 1);

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
        doubtful: isDoubtful() ? 1 : 0,
      };
      const seq = insert(id, at, topic, sensor, kind, row.mode, value, row.body, row.doubtful);
      if (row.doubtful === 1) held ??= seq;
      return { seq, ...row };
    },
    after: (seq, limit) => readAfter(seq, limit),
    bounds() {
      const newest = readNewest()[0]?.seq ?? shipped;
      return { oldest: readOldest()[0]?.seq ?? newest + 1, newest };
    },
    shipped: () => shipped,
    shippable() {
      const { newest } = this.bounds();
      return held === undefined ? newest : Math.min(newest, held - 1);
    },
    doubtful: () => state.all(inDoubt.selectAll().where('seq', '>', newestBefore).orderBy('seq')),
    earlierDoubtful() {
      const count = inDoubt.select(query.fn.countAll<number>().as('count'));
      const earlier = count.where('seq', '<=', newestBefore).where('seq', '>', shipped);
      return state.first(earlier)?.count ?? 0;
    },
    correct(seq, at, body) {
      const update = query.updateTable('journal').set({ at, body, doubtful: 0 });
      state.run(update.where('seq', '=', seq));
    },
    release() {
      held = undefined;
      corrections += 1;
    },
    corrections: () => corrections,
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
