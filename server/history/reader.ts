import { errorText, HttpProblem } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Journal, JournalRow } from '../state/journal.ts';
import { addDays, type Day, type TimeZone } from '../time-zone.ts';
import { localSegments } from './day-segments.ts';
import type {
  History,
  Keyset,
  Range,
  StoredAudit,
  StoredEvent,
  TemperatureBucket,
} from './history.ts';
import { toAudit, toLiveEvent } from './rows.ts';
import { addRows, cutRange } from './temperature-series.ts';

/**
 * Reads the history together with what is journaled but not shipped yet, so that what was accepted is
 * seen at once.
 *
 * Every method rejects with HttpProblem `history_away` while the history cannot be reached: half a
 * day must not look like a whole one.
 */
export interface HistoryReader {
  events(
    range: Range,
    options: { sensor?: string; after?: Keyset; limit: number },
  ): Promise<{ events: StoredEvent[]; hasMore: boolean }>;
  /** Local days `from` to `to`, both included; days and sensors without triggers are left out. */
  triggerCounts(from: Day, to: Day): Promise<Map<Day, Map<string, number>>>;
  /** @param action leaves out every other one */
  audit(range: Range, action?: string): Promise<StoredAudit[]>;
  /** Every event of a range, oldest first, in pages that are short enough to be read in between. */
  pages(range: Range, size: number): AsyncGenerator<StoredEvent[]>;
  /**
   * How warm it was, in so many stretches at most.
   *
   * @param sensors undefined for all that have any
   */
  temperatures(
    sensors: readonly string[] | undefined,
    range: Range,
    points: number,
  ): Promise<Map<string, TemperatureBucket[]>>;
  /** Another one after everything that could change an answer. */
  version(): string;
}

const dayMs = 86_400_000;
/** While a long backlog is shipped each of them may be overtaken. */
const mostPasses = 3;

export function createHistoryReader(
  journal: Journal,
  reach: () => Promise<History | undefined>,
  zone: TimeZone,
  log: Log,
  now: () => number,
): HistoryReader {
  async function ask<Result>(question: (history: History) => Promise<Result>): Promise<Result> {
    const reached = await reach();
    if (!reached) throw away();
    try {
      return await question(reached);
    } catch (error) {
      log.warn('the history did not answer', { error: errorText(error) });
      throw away();
    }
  }

  function away(): HttpProblem {
    return new HttpProblem('history_away', { detail: 'events wait in the journal' });
  }

  async function unshipped(topics: readonly string[], { from, to }: Range): Promise<JournalRow[]> {
    // While the history is away the journal may hold weeks, and the answer is a refusal anyway.
    if (!(await reach())) throw away();
    return journal
      .after(journal.shipped(), -1)
      .filter(row => topics.includes(row.topic) && row.at >= from && row.at < to);
  }

  return {
    async events(range, { sensor, after, limit }) {
      // First what waits, then the history: a row that is shipped in between is seen twice, not never.
      const waiting = (await unshipped(['event'], range))
        .map(toLiveEvent)
        .filter(event => sensor === undefined || event.sensor === sensor)
        .filter(event => !after || compareKeys(event, after) > 0);
      const stored = await ask(reached =>
        reached.events(range, {
          limit: limit + 1,
          ...(sensor === undefined ? {} : { sensor }),
          ...(after ? { after } : {}),
        }),
      );
      const events = merge(stored, waiting);
      return { events: events.slice(0, limit), hasMore: events.length > limit };
    },
    async triggerCounts(from, to) {
      const range = { from: zone.startOfDay(from), to: zone.startOfDay(addDays(to, 1)) };
      const segments = localSegments(range, zone);
      for (;;) {
        const shipped = journal.shipped();
        const rows = await unshipped(['event'], range);
        const waiting = rows.filter(row => row.kind === 'trigger');
        const stored = await ask(reached => reached.triggerCounts(segments));
        // A count cannot tell a row that was shipped in between, so it is taken again.
        if (shipped !== journal.shipped() && waiting.length > 0) continue;
        const days = new Map<Day, Map<string, number>>();
        const add = (day: Day, sensor: string, count: number) => {
          const counts = days.get(day) ?? new Map<string, number>();
          counts.set(sensor, (counts.get(sensor) ?? 0) + count);
          days.set(day, counts);
        };
        for (const { day, sensor, count } of stored) {
          add(new Date(day * dayMs).toISOString().slice(0, 10), sensor, count);
        }
        for (const { at, sensor } of waiting) add(zone.localDay(at), sensor, 1);
        return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)));
      }
    },
    async audit(range, action) {
      const waiting = (await unshipped(['audit', 'notice'], range))
        .filter(({ kind }) => action === undefined || kind === action)
        .map(toAudit);
      return merge(await ask(reached => reached.audit(range, action)), waiting);
    },
    async *pages(range, size) {
      // Once, and first: what is shipped meanwhile is then read twice, not never.
      const waiting = (await unshipped(['event'], range)).map(toLiveEvent).sort(compareKeys);
      let after: Keyset | undefined;
      for (;;) {
        const options = { limit: size, ...(after ? { after } : {}) };
        const stored = await ask(reached => reached.events(range, options));
        const last = stored.length < size ? undefined : stored.at(-1);
        const count = last ? waiting.filter(row => compareKeys(row, last) <= 0).length : undefined;
        const page = merge(stored, waiting.splice(0, count ?? waiting.length));
        if (page.length > 0) yield page;
        if (!last) return;
        after = { at: last.at, id: last.id };
      }
    },
    async temperatures(sensors, range, points) {
      const cut = cutRange(range, points, now());
      for (let pass = 0; pass < mostPasses; pass += 1) {
        const shipped = journal.shipped();
        const waiting = await unshipped(['temperature'], cut);
        const ids = sensors ?? [
          ...(await ask(reached => reached.temperatureSensors())),
          ...waiting.map(({ sensor }) => sensor),
        ];
        const found = new Map<string, TemperatureBucket[]>();
        for (const id of new Set(ids)) {
          const stored = await ask(reached => reached.temperatures(id, cut, cut));
          const own = waiting.filter(({ sensor }) => sensor === id);
          const buckets = addRows(stored, own, cut);
          if (sensors || buckets.length > 0) found.set(id, buckets);
        }
        // What was shipped in between was counted twice.
        if (shipped === journal.shipped() || waiting.length === 0) return found;
      }
      throw away();
    },
    // Rows come by way of the journal only; shipping moves them from there to the history.
    version: () => `${journal.bounds().newest} ${journal.shipped()} ${journal.corrections()}`,
  };
}

function compareKeys(a: Keyset, b: Keyset): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function merge<Row extends Keyset>(stored: Row[], waiting: Row[]): Row[] {
  if (waiting.length === 0) return stored;
  const byId = new Map([...stored, ...waiting].map(row => [row.id, row]));
  return [...byId.values()].sort(compareKeys);
}
