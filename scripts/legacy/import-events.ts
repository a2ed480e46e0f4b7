import { addRows, type HistoryStore, type Row } from '../../server/history/copy-rows.ts';
import type { Mode } from '../../server/protocol.ts';
import type { TimeZone } from '../../server/time-zone.ts';
import type { LegacyRow } from './read-dump.ts';
import { idOf, readMode, readText, readTime, slugOf } from './to-event.ts';

/** What became of the rows: their number is the sum of the four. */
export interface Imported {
  events: number;
  /** Switches of the mode, which the events after them are marked with. */
  modes: number;
  /** Other texts, numbers in them as `#`, with how often they came. */
  unknown: Map<string, number>;
  /** Ids of rows without a time. */
  timeless: number[];
  /** The sensors by the name that they had. */
  sensors: Map<string, { id: string; kind: 'contact' | 'motion' }>;
}

export interface ImportRooms {
  history: HistoryStore;
  site: string;
  /** Asked for each row, as a dump says at its beginning what its times are; undefined for UTC. */
  zone(): TimeZone | undefined;
  /** Sensors of today's configuration. */
  sensors: readonly { id: string; name: string }[];
}

const batchSize = 1000;

/** Adds the events of the first sec53 to the history. What is there already stays as it is. */
export async function importEvents(
  rows: AsyncIterable<LegacyRow>,
  { history, site, zone, sensors }: ImportRooms,
): Promise<Imported> {
  const result: Imported = {
    ...{ events: 0, modes: 0, unknown: new Map(), timeless: [], sensors: new Map() },
  };
  let batch: Row[] = [];
  // Nothing was recorded while it was off.
  let mode: Mode = 'monitor';

  function sensorOf(name: string, kind: 'contact' | 'motion'): string {
    const known = result.sensors.get(name);
    if (known) return known.id;
    const same = (text: string) => slugOf(text) === slugOf(name);
    const today = sensors.find(sensor => same(sensor.name) || same(sensor.id));
    const id = today?.id ?? slugOf(name);
    result.sensors.set(name, { id, kind });
    return id;
  }

  for await (const row of rows) {
    const texts = [row.info, row.desc];
    const said = texts.map(readText).find(found => found !== undefined);
    const switched = texts.map(readMode).find(found => found !== undefined);
    const at = readTime(row, zone());
    if (said && at === undefined) result.timeless.push(row.id);
    else if (said && at !== undefined) {
      const sensor = sensorOf(said.name, said.sensor);
      batch.push([at, idOf(row, at), sensor, said.kind, mode]);
      result.events += 1;
    } else if (switched) {
      mode = switched;
      result.modes += 1;
    } else {
      const text = texts
        .filter(part => part !== '')
        .join(': ')
        .replace(/\d+/g, '#');
      result.unknown.set(text, (result.unknown.get(text) ?? 0) + 1);
    }
    if (batch.length < batchSize) continue;
    await addRows(history, 'events', site, batch);
    batch = [];
  }
  if (batch.length > 0) await addRows(history, 'events', site, batch);
  return result;
}
