import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createThermometers } from '../../server/sensors/thermometers.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Answer = number | Error | 'hangs';

function createBench(everyMs = 60_000, ids: readonly string[] = ['lounge', 'attic']) {
  const answers = new Map<string, Answer>(ids.map(id => [id, 20]));
  const samples: string[] = [];
  const health: string[] = [];
  let running = 0;
  let most = 0;
  const thermometers = createThermometers(
    ids.map(id => ({ id, device: id })),
    {
      everyMs,
      clock: { wall: () => Date.now(), steady: () => performance.now() },
      readThermometer(device) {
        running += 1;
        most = Math.max(most, running);
        return new Promise((resolve, reject) => {
          const answer = answers.get(device);
          if (answer === 'hangs') return;
          setTimeout(() => {
            running -= 1;
            if (typeof answer === 'number') resolve(answer);
            else reject(answer);
          }, 780);
        });
      },
      onSample: (sensor, value) => samples.push(`${sensor} ${value}`),
      onHealth: (sensor, what, detail) => health.push(`${sensor} ${what}: ${detail}`),
    },
  );
  return {
    thermometers,
    answers,
    samples,
    health,
    most: () => most,
    take: () => samples.splice(0),
  };
}

it('reads one after the other, and all of them again and again', async () => {
  const bench = createBench();
  await bench.thermometers.start();
  await vi.advanceTimersByTimeAsync(3000);
  expect(bench.take()).toEqual(['lounge 20', 'attic 20']);
  await vi.advanceTimersByTimeAsync(56_000);
  expect(bench.take()).toEqual([]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(bench.take()).toEqual(['lounge 20', 'attic 20']);
  expect(bench.most()).toBe(1);
  await bench.thermometers.stop();
});

it('tells a fault once, with its reason, and that it is over', async () => {
  const bench = createBench();
  bench.answers.set('attic', new Error('check its wires'));
  await bench.thermometers.start();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(bench.health).toEqual(['attic fault: check its wires']);
  expect(bench.take().filter(sample => sample.startsWith('attic'))).toEqual(['attic fault']);
  bench.answers.set('attic', 4);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(bench.health.at(-1)).toBe('attic healed: 4 °C');
  expect(bench.take()).toContain('attic 4');
  await bench.thermometers.stop();
});

it('begins no other read while one hangs, and says so of all', async () => {
  const bench = createBench();
  bench.answers.set('lounge', 'hangs');
  await bench.thermometers.start();
  await vi.advanceTimersByTimeAsync(150_000);
  expect(bench.samples).toEqual(['lounge fault', 'attic fault']);
  expect(bench.health.join()).toMatch(/attic fault: the 1-wire bus hangs/);
  expect(bench.most()).toBe(1);
  await bench.thermometers.stop();
});

it('stops in the middle of a read', async () => {
  const bench = createBench();
  await bench.thermometers.start();
  await vi.advanceTimersByTimeAsync(100);
  await bench.thermometers.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(bench.samples).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
