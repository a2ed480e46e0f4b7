import type { Level, SensorKind } from '../protocol.ts';
import type { State } from './state.ts';

/** What a sensor was last seen at. */
export interface LevelRecord {
  sensor: string;
  kind: SensorKind;
  value: Level | number;
  /** Epoch milliseconds. */
  since: number;
  /** The last true level, which stays through a fault; undefined while there was none. */
  last: Level | number | undefined;
}

export interface Levels {
  load(): LevelRecord[];
  /** Joins a transaction that is open. */
  save(level: LevelRecord): void;
}

const words: readonly string[] = ['open', 'closed', 'active', 'idle', 'unknown', 'fault'];
const kinds: readonly string[] = ['contact', 'motion', 'temperature'];

function isLevel(text: string): text is Level {
  return words.includes(text);
}

function isKind(text: string): text is SensorKind {
  return kinds.includes(text);
}

function toValue(text: string): Level | number {
  return isLevel(text) ? text : Number(text);
}

export function createLevels(state: State): Levels {
  const { query } = state;
  const upsert = state.prepare(
    query
      .insertInto('levels')
      .values({ sensor: '', kind: '', value: '', since: 0, last: '' })
      .onConflict(conflict =>
        conflict.columns(['sensor', 'kind']).doUpdateSet(({ ref }) => ({
          value: ref('excluded.value'),
          since: ref('excluded.since'),
          last: ref('excluded.last'),
        })),
      ),
  );
  return {
    load: () =>
      state.all(query.selectFrom('levels').selectAll().orderBy('sensor')).map(row => ({
        sensor: row.sensor,
        kind: isKind(row.kind) ? row.kind : 'contact',
        value: toValue(row.value),
        since: row.since,
        last: row.last === '' ? undefined : toValue(row.last),
      })),
    save({ sensor, kind, value, since, last }) {
      upsert(sensor, kind, String(value), since, last === undefined ? '' : String(last));
    },
  };
}
