import type { Clock } from '../clock.ts';
import type { SensorConfig } from '../config/config.ts';
import type { Line, OpenLine } from '../gpio/line.ts';
import type { Level } from '../protocol.ts';
import {
  type FilterState,
  type FilterStep,
  settle,
  startFilter,
  takeLevel,
} from './line-filter.ts';

export interface LineWatcherRooms {
  openLine: OpenLine;
  clock: Clock;
  /** A filtered level, or `fault`. */
  onLevel(level: Level, at: number): void;
  /** `glitches` come at most once an hour. */
  onHealth(what: 'healed' | 'chattering' | 'calm' | 'fault' | 'glitches', detail: string): void;
}

export interface LineWatcher {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const reconcileMs = 60_000;
const reopenMs = 5000;
/**
 * So long an edge may have waited for a hub that was busy. What seems older was timed by a clock that has been
 * set since.
 */
const longestEdgeAgeMs = 60_000;
/** Both clocks count whole milliseconds: what they differ by less than that is no correction of either. */
const jitterMs = 2;
const glitchesMs = 3_600_000;
/** More edges than that within the window are not a door any more. */
const chatterEdges = 100;
const chatterWindowMs = 10_000;

/** One sensor on one line: filters it, re-reads it every minute, and opens it anew after a fault. */
export function createLineWatcher(
  sensor: SensorConfig,
  { openLine, clock, onLevel, onHealth }: LineWatcherRooms,
): LineWatcher {
  const [activeWord, restWord]: [Level, Level] =
    sensor.kind === 'contact' ? ['open', 'closed'] : ['active', 'idle'];
  let line: Line | undefined;
  let filter: FilterState | undefined;
  let settleTimer: NodeJS.Timeout | undefined;
  let slowTimer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isFaulty = false;
  let edges = 0;
  let windowStart = 0;
  let isChattering = false;
  /** Trips too short to count, and those of them that were over before they could be read. */
  let glitches = 0;
  let unread = 0;
  let glitchesSince = clock.steady();
  /** From the wall's clock to the steady one. */
  let wallToSteady = Number.NaN;

  /** @param at on the steady clock; the record gets the wall's time of that moment */
  function report(isActive: boolean, at: number): void {
    const ageMs = clock.steady() - at;
    onLevel(isActive ? activeWord : restWord, clock.wall() - ageMs);
  }

  function apply({ state, change, wakeAt, isGlitch }: FilterStep): void {
    filter = state;
    if (isGlitch) glitches++;
    if (change) report(change.isActive, change.at);
    clearTimeout(settleTimer);
    if (wakeAt === undefined) return;
    if (wakeAt === state.since) {
      apply(settle(state, wakeAt, sensor));
      return;
    }
    const look = () => {
      if (!isStopped && filter === state) {
        apply(settle(state, Math.max(clock.steady(), wakeAt), sensor));
      }
    };
    settleTimer = setTimeout(
      () => {
        // After a busy time edges may wait that are older than this: they are taken first.
        if (clock.steady() - wakeAt > jitterMs) setImmediate(look);
        else look();
      },
      Math.max(0, wakeAt - clock.steady()),
    );
  }

  function countEdge(at: number): void {
    if (at - windowStart > chatterWindowMs) {
      if (isChattering && edges <= chatterEdges) {
        isChattering = false;
        onHealth('calm', `${edges} edges in ${chatterWindowMs / 1000} s`);
      }
      windowStart = at;
      edges = 0;
    }
    edges++;
    if (edges > chatterEdges && !isChattering) {
      isChattering = true;
      const words = `more than ${chatterEdges} edges in ${chatterWindowMs / 1000} s`;
      onHealth('chattering', glitches > 0 ? `${words}; ${describeGlitches()}` : words);
    }
  }

  function describeGlitches(): string {
    return `${glitches} pulses under ${sensor.glitchMs} ms, ${unread} of them over before they could be read`;
  }

  function tellGlitches(): void {
    const elapsedMs = clock.steady() - glitchesSince;
    if (elapsedMs < glitchesMs) return;
    if (glitches > 0) onHealth('glitches', `${describeGlitches()}, in an hour`);
    glitches = 0;
    unread = 0;
    glitchesSince = clock.steady();
  }

  /** One that has stopped altogether has no edge more to say so with. */
  function countQuiet(): void {
    if (!isChattering || clock.steady() - windowStart <= chatterWindowMs) return;
    isChattering = false;
    onHealth('calm', `no edge for ${chatterWindowMs / 1000} s`);
  }

  /** @param wallAt when the edge was; the filter runs on the steady clock, which no correction stops */
  function takeEdge(level: 0 | 1, wallAt: number): void {
    const now = clock.steady();
    const offset = now - clock.wall();
    // Kept while it only jitters, so that edges keep their exact distance.
    if (!(Math.abs(offset - wallToSteady) <= jitterMs)) wallToSteady = offset;
    const at = Math.max(Math.min(wallAt + wallToSteady, now), now - longestEdgeAgeMs);
    countEdge(at);
    if (filter && level === 0 && !filter.level) unread++;
    if (filter) apply(takeLevel(filter, level === 1, Math.max(at, filter.since), sensor));
  }

  function fail(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    clearTimeout(settleTimer);
    filter = undefined;
    if (!isFaulty) {
      isFaulty = true;
      onHealth('fault', detail);
      onLevel('fault', clock.wall());
    }
    schedule(reopen, reopenMs);
  }

  function schedule(work: () => Promise<void> | void, ms: number): void {
    clearTimeout(slowTimer);
    if (!isStopped) slowTimer = setTimeout(() => void work(), ms);
  }

  async function reopen(): Promise<void> {
    await closeLine();
    if (!isStopped) await open();
  }

  async function closeLine(): Promise<void> {
    const old = line;
    line = undefined;
    try {
      await old?.close();
    } catch {
      // It is opened anew or given up; the fault itself was told.
    }
  }

  async function open(): Promise<void> {
    try {
      line = await openLine({
        line: sensor.line ?? 0,
        activeLow: sensor.activeLow,
        bias: sensor.bias,
      });
      const level = line.read() === 1;
      filter = startFilter(level, clock.steady());
      isFaulty = false;
      report(level, clock.steady());
      line.watch(takeEdge, fail);
      schedule(reconcile, reconcileMs);
    } catch (error) {
      fail(error);
    }
  }

  function reconcile(): void {
    countQuiet();
    tellGlitches();
    try {
      const level = line?.read();
      if (level !== undefined && filter && (level === 1) !== filter.level) {
        onHealth('healed', `the edge to ${level} was lost`);
        takeEdge(level, clock.wall());
      }
      schedule(reconcile, reconcileMs);
    } catch (error) {
      fail(error);
    }
  }

  return {
    start: open,
    async stop() {
      isStopped = true;
      clearTimeout(settleTimer);
      clearTimeout(slowTimer);
      await closeLine();
    },
  };
}
