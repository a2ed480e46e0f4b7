import { setImmediate } from 'node:timers/promises';
import type { StoredAudit, StoredEvent } from '../history/history.ts';
import type { HistoryReader } from '../history/reader.ts';
import type { Mode, ReplayReport } from '../protocol.ts';
import { addDays, type TimeZone } from '../time-zone.ts';
import type { Zone } from './alarm-rules.ts';
import { compareAlarms, type RealIncident } from './compare-alarms.ts';
import { readModeWords } from './read-mode-words.ts';
import { createRulesReplay, type Happening, type ReplayHouse } from './replay-rules.ts';

export interface ReplayRooms {
  reader: Pick<HistoryReader, 'audit' | 'pages'>;
  zone: TimeZone;
  /** The steady clock and the wall clock, in milliseconds. */
  clock: { steady(): number; wall(): number };
}

export interface ReplayTask {
  before: ReplayHouse;
  after: ReplayHouse;
  /** Incidents since a moment that were real, as somebody said. */
  realSince(from: number): readonly RealIncident[];
  /** @throws when nobody waits for it any more */
  checkWanted(): void;
}

const longestDays = 90;
/** A slice is over after so long, so that an edge, or a request, waits no longer. */
const sliceMs = 2;
/** Short enough that reading a page is no longer than a slice. */
const pageSize = 500;
/** A look at the clock costs as much as some events. */
const eventsBetweenLooks = 50;

/**
 * Plays the last 90 days with two sets of rules, in slices that hold nobody up.
 *
 * @throws HttpProblem `history_away`
 */
export async function replayPast(
  { reader, zone, clock }: ReplayRooms,
  { before, after, realSince, checkWanted }: ReplayTask,
): Promise<ReplayReport> {
  const now = clock.wall();
  const today = zone.localDay(now);
  const range = { from: zone.startOfDay(addDays(today, 1 - longestDays)), to: now + 1 };
  const orders = ordersOf(await reader.audit(range, 'mode'), before.zones);
  const plays = [createRulesReplay(before), createRulesReplay(after)] as const;
  const past = createPast(orders, happening => {
    for (const play of plays) play.step(happening);
  });

  let count = 0;
  let first = now;
  let sliceEnd = clock.steady() + sliceMs;
  const rest = async () => {
    await setImmediate();
    checkWanted();
    sliceEnd = clock.steady() + sliceMs;
  };
  for await (const page of reader.pages(range, pageSize)) {
    first = Math.min(first, page[0]?.at ?? now);
    await rest();
    for (const event of page) {
      past.take(event);
      count += 1;
      if (count % eventsBetweenLooks === 0 && clock.steady() >= sliceEnd) await rest();
    }
    await rest();
  }
  past.end();
  for (const play of plays) play.end(now);
  const [old, proposed] = plays;
  const found = compareAlarms(
    ...([old.alarms, proposed.alarms, realSince(range.from)] as const),
    before.rules.durationMs,
  );
  return { days: count > 0 ? daysFrom(zone, first, today) : 0, events: count, ...found };
}

type Order = Extract<Happening, { type: 'mode' }>;

/** Who was asked to watch, and how, by the audit. */
function ordersOf(entries: readonly StoredAudit[], zones: readonly Zone[]): Order[] {
  return entries.flatMap(({ at, detail }) => {
    const words = readModeWords(detail);
    if (!words) return [];
    const bypass = zones.flatMap(({ sensor, name }) => (words.isLeftOut(name) ? [sensor] : []));
    const { mode, profile, isAtOnce } = words;
    return [{ type: 'mode', at, mode, profile, bypass, isAtOnce }];
  });
}

/** Events and orders in one row. An event that shows another mode than was ordered counts as an order. */
function createPast(orders: readonly Order[], step: (happening: Happening) => void) {
  let next = 0;
  let mode: Mode = 'monitor';

  function order(given: Order): void {
    mode = given.mode;
    step(given);
  }

  function orderUntil(at: number): void {
    for (let given = orders[next]; given && given.at <= at; given = orders[next]) {
      next += 1;
      order(given);
    }
  }

  return {
    take({ at, id, sensor, kind, mode: shown }: StoredEvent) {
      orderUntil(at);
      if (shown !== mode) {
        const profile = shown === 'alert' ? 'away' : null;
        order({ type: 'mode', at, mode: shown, profile, bypass: [] });
      }
      step({ type: 'event', at, id, sensor, kind });
    },
    end: () => orderUntil(Number.POSITIVE_INFINITY),
  };
}

function daysFrom(zone: TimeZone, first: number, today: string): number {
  const from = Date.parse(zone.localDay(first));
  return Math.round((Date.parse(today) - from) / 86_400_000) + 1;
}
