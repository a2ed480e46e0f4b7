import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replayPast } from '../../server/alarm/replay-past.ts';
import type { ReplayHouse } from '../../server/alarm/replay-rules.ts';
import { rulesOf } from '../../server/alarm/rules.ts';
import { createZone, type NamedSensor } from '../../server/alarm/zones.ts';
import { createClock } from '../../server/clock.ts';
import type { Config } from '../../server/config/config.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import { createEventIds } from '../../server/event-id.ts';
import type { History, Range } from '../../server/history/history.ts';
import { openSqliteHistory } from '../../server/history/open-sqlite.ts';
import { createHistoryReader } from '../../server/history/reader.ts';
import { createLog } from '../../server/log.ts';
import type { Mode } from '../../server/protocol.ts';
import { createJournal, type JournalRow } from '../../server/state/journal.ts';
import { openState } from '../../server/state/open-state.ts';
import { createTimeZone } from '../../server/time-zone.ts';
import type { Bench, Findings } from './bench.ts';
import { steadyMs } from './clock.ts';
import type { Line } from './ledger.ts';
import { round } from './statistics.ts';
import { makeLines, readRecording } from './synthetic.ts';

const count = 200_000;
const days = 90;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const batch = 5000;

/** How long it takes to see what other settings would have made of 90 days, and whom it holds up. */
export async function benchReplay(bench: Bench): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'sec53-bench-'));
  bench.defer(() => rm(folder, { recursive: true, force: true }));
  const zone = createTimeZone('Australia/Melbourne');
  const now = Date.now();
  bench.note('making a past');
  const history = await openSqliteHistory(join(folder, 'history.db'), 'home');
  bench.defer(() => history.close());
  const from = zone.startOfDay(zone.localDay(now - (days - 1) * dayMs));
  const sensors = await fill(bench, history, { from, to: now });
  const state = await openState(join(folder, 'data'));
  bench.defer(async () => state.close());
  const log = createLog(line => process.stderr.write(line));
  const reader = createHistoryReader(
    createJournal(state),
    async () => history,
    zone,
    log,
    Date.now,
  );

  const config = loadConfig({ file: undefined, environment: {} });
  const wanted: Config['alarm'] = {
    ...config.alarm,
    ...{ exitDelay: 60, entryDelay: 30, confirmTrips: 3 },
    groups: [{ name: 'all', sensors: sensors.map(({ id }) => id), trips: 2, window: 60 }],
  };
  const believed = sensors.map(sensor => ({
    ...sensor,
    groupOnly: true,
    pulses: 2,
    pulseWindow: 30,
  }));
  const blocks = watchBlocks();
  const start = steadyMs();
  const report = await replayPast(
    { reader, zone, clock: createClock() },
    {
      before: houseOf(sensors, config.alarm, config),
      after: houseOf(believed, wanted, config),
      realSince: () => [],
      checkWanted: () => undefined,
    },
  );
  const ms = round(steadyMs() - start);
  const longest_block_ms = round(blocks.stop());
  const { events, before, after } = report;
  return {
    lines: [
      `${events} events of ${report.days} days with two sets of rules: ${ms} ms, ${before} and ${after} alarms`,
      `nobody waited longer than ${longest_block_ms} ms`,
    ],
    result: { events, ms, longest_block_ms },
  };
}

/** Fills the history, and forgets what it filled it with: a hub has no such thing in its memory. */
async function fill(
  bench: Bench,
  history: History,
  { from, to }: Range,
): Promise<readonly NamedSensor[]> {
  const lines = (await readPast(bench)).filter(({ kind }) => kind !== 'temperature');
  const rows = rowsOf(lines, from, to);
  for (let at = 0; at < rows.length; at += batch) await history.append(rows.slice(at, at + batch));
  return [...new Map(lines.map(line => [line.sensor, line])).values()].map(toSensor);
}

async function readPast({ options: { file } }: Bench): Promise<Line[]> {
  if (file === undefined) return [...makeLines(count)];
  const lines: Line[] = [];
  await readRecording(file, line => void lines.push(line));
  return lines;
}

/** The rhythm of the lines, spread over the days; the house is armed at night and in office hours. */
function rowsOf(lines: readonly Line[], from: number, to: number): JournalRow[] {
  const [first = 0, last = 1] = [lines.at(0), lines.at(-1)].map(line => Date.parse(line?.at ?? ''));
  const newId = createEventIds();
  const levels = new Map<string, Line['value']>();
  const rows: JournalRow[] = [];
  let mode: Mode = 'monitor';
  for (const { at: text, sensor, value } of lines) {
    if (levels.get(sensor) === value) continue;
    levels.set(sensor, value);
    const at = Math.floor(from + ((Date.parse(text) - first) / (last - first)) * (to - from));
    const next = isArmedAt(at) ? 'alert' : 'monitor';
    if (next !== mode) {
      const detail = `from ${mode} to ${next}${next === 'alert' ? ' (away)' : ''}`;
      const body = JSON.stringify({ by: { name: 'Mum', via: 'certificate' }, detail });
      rows.push(row({ id: newId(at), at, topic: 'audit', kind: 'mode', body }));
      mode = next;
    }
    const kind = value === 'open' || value === 'active' ? 'trigger' : 'reset';
    rows.push(row({ id: newId(at), at, topic: 'event', sensor, kind, mode }));
  }
  return rows;
}

function isArmedAt(at: number): boolean {
  const hour = Math.floor(at / hourMs) % 24;
  return hour < 6 || hour >= 22 || (hour >= 9 && hour < 16);
}

function row(known: Partial<JournalRow> & Pick<JournalRow, 'id' | 'at' | 'topic'>): JournalRow {
  return { seq: 0, sensor: '', kind: '', mode: '', value: 0, body: '', doubtful: 0, ...known };
}

function toSensor({ sensor, kind }: Line): NamedSensor {
  return { id: sensor, name: sensor, kind, zone: sensor === 'front-door' ? 'delay' : 'instant' };
}

function houseOf(
  sensors: readonly NamedSensor[],
  alarm: Config['alarm'],
  config: Config,
): ReplayHouse {
  const zones = sensors.map(sensor => createZone(sensor, alarm));
  return { zones, rules: rulesOf({ ...config, alarm }) };
}

/** The longest that anything else on this thread had to wait. */
function watchBlocks(): { stop(): number } {
  let last = steadyMs();
  let longest = 0;
  let isOver = false;
  const look = () => {
    const now = steadyMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop() {
      isOver = true;
      look();
      return longest;
    },
  };
}
