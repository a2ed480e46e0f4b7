import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SensorConfig } from '../../server/config/config.ts';
import { type Line, LineError, type LineLevel } from '../../server/gpio/line.ts';
import { createLineWatcher } from '../../server/sensors/watch-line.ts';

/** A line that the test moves. */
function createBench(widths: { glitchMs?: number } = {}) {
  let level: LineLevel = 0;
  let fault: LineError | undefined;
  let opened = 0;
  let stepMs = 0;
  const lines: {
    onEdge: (level: LineLevel, at: number) => void;
    onFault: (error: LineError) => void;
  }[] = [];
  const levels: [string, number][] = [];
  const health: string[] = [];
  const details: string[] = [];
  const sensor: SensorConfig = {
    ...{ id: 'door', name: 'Door', kind: 'contact', zone: 'instant', line: 17, device: undefined },
    ...{ activeLow: false, bias: 'none', glitchMs: 20, settleMs: 50 },
    ...{ chime: false, autoBypass: false, groupOnly: false, entryDelay: undefined },
    ...{ pulses: 1, pulseWindow: 30 },
    ...widths,
  };
  const watcher = createLineWatcher(sensor, {
    async openLine(): Promise<Line> {
      opened++;
      if (fault) throw fault;
      return {
        read: () => {
          if (fault) throw fault;
          return level;
        },
        watch: (onEdge, onFault) => void lines.push({ onEdge, onFault }),
        close: async () => undefined,
      };
    },
    clock: { wall: () => Date.now() + stepMs, steady: () => Date.now() },
    onLevel: (value, at) => levels.push([value, at]),
    onHealth(what, detail) {
      health.push(what);
      details.push(detail);
    },
  });
  return {
    ...{ watcher, levels, health, details },
    opened: () => opened,
    setFault: (error?: LineError) => {
      fault = error;
    },
    /** Moves the line without anybody hearing of it. */
    move: (next: LineLevel) => {
      level = next;
    },
    /** @param lateMs how long ago it was */
    edge(next: LineLevel, lateMs = 0) {
      level = next;
      lines.at(-1)?.onEdge(next, Date.now() + stepMs - lateMs);
    },
    /** Sets the wall clock, as a time server would. */
    setClock(ms: number) {
      stepMs = ms;
    },
    lose: (error: LineError) => lines.at(-1)?.onFault(error),
  };
}

const lost = new LineError('ENODEV', 17, 'gone');

describe('a watched line', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells its level at the start, a trip after the glitch width and a restore after the settle time', async () => {
    const bench = createBench();
    await bench.watcher.start();
    bench.edge(1);
    vi.advanceTimersByTime(19);
    expect(bench.levels).toEqual([['closed', 1_000_000]]);
    vi.advanceTimersByTime(1);
    bench.edge(0);
    vi.advanceTimersByTime(50);
    expect(bench.levels.slice(1)).toEqual([
      ['open', 1_000_000],
      ['closed', 1_000_020],
    ]);
    await bench.watcher.stop();
  });

  it.each([-3_600_000, -60_000, 60_000, 3_600_000])(
    'misses no opening while the wall clock is set by %d ms',
    async stepMs => {
      const bench = createBench();
      await bench.watcher.start();
      bench.edge(1);
      bench.setClock(stepMs);
      vi.advanceTimersByTime(25);
      bench.edge(0);
      vi.advanceTimersByTime(100);
      bench.edge(1);
      vi.advanceTimersByTime(25);
      bench.edge(0);
      vi.advanceTimersByTime(100);
      expect(bench.levels.map(([value]) => value)).toEqual([
        'closed',
        'open',
        'closed',
        'open',
        'closed',
      ]);
      expect(bench.levels.at(-1)?.[1]).toBe(1_000_150 + stepMs);
      await bench.watcher.stop();
    },
  );

  it('finds a lost edge within a minute, and says so', async () => {
    const bench = createBench();
    await bench.watcher.start();
    bench.move(1);
    vi.advanceTimersByTime(60_020);
    expect(bench.levels.at(-1)?.[0]).toBe('open');
    expect(bench.health).toEqual(['healed']);
    await bench.watcher.stop();
  });

  it('is a fault when it is lost, told once, and comes back by itself', async () => {
    const bench = createBench();
    await bench.watcher.start();
    bench.setFault(lost);
    bench.lose(lost);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(bench.levels.map(([value]) => value)).toEqual(['closed', 'fault']);
    expect(bench.health).toEqual(['fault']);
    bench.setFault();
    bench.move(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(bench.levels.at(-1)?.[0]).toBe('open');
    await bench.watcher.stop();
  });

  it('that cannot be opened at the start is a fault and no end of the hub', async () => {
    const bench = createBench();
    bench.setFault(lost);
    await bench.watcher.start();
    expect(bench.levels).toEqual([['fault', 1_000_000]]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(bench.opened()).toBeGreaterThan(2);
    await bench.watcher.stop();
  });

  it('that chatters is told, and still trips', async () => {
    const bench = createBench();
    await bench.watcher.start();
    for (let edge = 0; edge < 300; edge++) {
      bench.edge(edge % 2 === 0 ? 1 : 0);
      vi.advanceTimersByTime(25);
    }
    expect(bench.health).toEqual(['chattering']);
    expect(bench.levels.filter(([value]) => value === 'open').length).toBeGreaterThan(0);
    vi.advanceTimersByTime(30_000);
    bench.edge(1);
    vi.advanceTimersByTime(11_000);
    bench.edge(0);
    expect(bench.health).toEqual(['chattering', 'calm']);
    await bench.watcher.stop();
  });

  it.each([1000, 5000])(
    'takes a pulse by the times of its edges, though it hears of both %d ms later',
    async lateMs => {
      const bench = createBench({ glitchMs: 4 });
      await bench.watcher.start();
      vi.advanceTimersByTime(10_000);
      bench.edge(1, lateMs);
      bench.edge(0, lateMs - 5);
      vi.advanceTimersByTime(1);
      const rise = 1_010_000 - lateMs;
      expect(bench.levels.slice(1)).toEqual([
        ['open', rise],
        ['closed', rise + 5],
      ]);
      await bench.watcher.stop();
    },
  );

  it('takes no glitch for a trip because it was too busy to hear of its end', async () => {
    const bench = createBench();
    await bench.watcher.start();
    bench.edge(1);
    // Busy: the clock goes on, and the timer comes late, before the edge that waits.
    vi.setSystemTime(1_000_500);
    vi.advanceTimersToNextTimer();
    // It was 3 ms after the other.
    bench.edge(0, Date.now() - 1_000_003);
    vi.advanceTimersByTime(1000);
    expect(bench.levels.map(([value]) => value)).toEqual(['closed']);
    await bench.watcher.stop();
  });

  it('counts what was too short to count, and tells it once an hour', async () => {
    const bench = createBench();
    await bench.watcher.start();
    for (let pulse = 0; pulse < 3; pulse++) {
      bench.edge(1);
      vi.advanceTimersByTime(5);
      bench.edge(0);
      vi.advanceTimersByTime(1000);
    }
    bench.edge(0);
    vi.advanceTimersByTime(2 * 3_600_000);
    expect(bench.health).toEqual(['glitches']);
    expect(bench.details).toEqual([
      '4 pulses under 20 ms, 1 of them over before they could be read, in an hour',
    ]);
    await bench.watcher.stop();
  });

  it('says nothing any more once it is stopped', async () => {
    const bench = createBench();
    await bench.watcher.start();
    bench.edge(1);
    await bench.watcher.stop();
    await vi.advanceTimersByTimeAsync(100_000);
    expect(bench.levels).toHaveLength(1);
  });
});
