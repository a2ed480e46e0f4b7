import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Intake } from '../../server/sensors/intake.ts';
import type { Reading } from '../../server/sensors/reading.ts';
import { createSimulated } from '../../server/sensors/simulated.ts';
import { createTimeZone } from '../../server/time-zone.ts';

const timeZone = createTimeZone('Australia/Melbourne');
const noon = timeZone.startOfDay('2026-11-24') + 12 * 3_600_000;
const sensors = [
  { id: 'door', name: 'Door', kind: 'contact', zone: 'instant' },
  { id: 'smoke', name: 'Smoke', kind: 'contact', zone: '24-hour' },
  { id: 'hall', name: 'Hall', kind: 'motion', zone: 'follower' },
  { id: 'inside', name: 'Inside', kind: 'temperature', zone: '24-hour' },
] as const;

function createBench(pastDays: number, speed = 1) {
  const past: Reading[] = [];
  const live: Reading[] = [];
  const intake: Intake = {
    push: reading => void live.push(reading),
    offer: async readings => void past.push(...readings),
    flush: () => undefined,
    waiting: () => 0,
    close: () => undefined,
  };
  const options = { seed: 53, speed, pastDays, timeZone };
  return { past, live, source: createSimulated(sensors, options, intake, () => Date.now()) };
}

describe('the simulated house', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: noon });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has a past of whole days, but none of what would raise an alarm in any mode', async () => {
    const { past, source } = createBench(2);
    await source.start();
    await source.stop();
    expect(new Set(past.map(({ sensor }) => sensor))).toEqual(new Set(['door', 'hall', 'inside']));
    expect(past[0]?.at).toBeGreaterThanOrEqual(timeZone.startOfDay('2026-11-22'));
    expect(past.at(-1)?.at).toBeLessThanOrEqual(noon);
  });

  it('begins with the level of every sensor, and lives on with the clock, faster if asked', async () => {
    const counts = [];
    for (const speed of [1, 60]) {
      vi.setSystemTime(noon);
      const { live, source } = createBench(0, speed);
      await source.start();
      expect(live.map(({ sensor }) => sensor).sort()).toEqual(['door', 'hall', 'inside', 'smoke']);
      await vi.advanceTimersByTimeAsync(20 * 60_000);
      counts.push(live.length);
      expect(live.every(({ at }) => at >= noon && at <= Date.now())).toBe(true);
      await source.stop();
      const before = live.length;
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(live).toHaveLength(before);
    }
    expect(counts[1]).toBeGreaterThan(10 * (counts[0] ?? 0));
  });

  it('is the same house again with the same seed', async () => {
    const [first, second] = [createBench(3), createBench(3)];
    await first.source.start();
    await second.source.start();
    expect(second.past).toEqual(first.past);
    await first.source.stop();
    await second.source.stop();
  });
});
