import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../client/data/api-error.ts';
import { createPolled, type Polled } from '../../client/data/polled.ts';

let asked: number;
let polled: Polled<number>;
let answer: () => Promise<number>;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  answer = async () => asked;
  polled = createPolled(
    () => {
      asked += 1;
      return answer();
    },
    () => 5000,
  );
});
afterEach(() => {
  polled.stop();
  vi.useRealTimers();
});

describe('what a screen asks for', () => {
  it('comes at once, and again after its pause, until the screen is gone', async () => {
    polled.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(polled.state.value).toEqual({ value: 1, error: null });
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toBe(2);
    polled.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(2);
  });

  it('is asked for once a second at most, however much happens, and once more for the last of it', async () => {
    polled.start();
    for (let count = 0; count < 500; count++) {
      polled.refresh();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(asked).toBeLessThanOrEqual(6);
    const before = asked;
    polled.refresh();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toBe(before + 1);
  });

  it('waits for an answer that is slow, and then asks for what happened meanwhile', async () => {
    const answers: ((value: number) => void)[] = [];
    answer = () => new Promise(resolve => answers.push(resolve));
    polled.start();
    await vi.advanceTimersByTimeAsync(3000);
    polled.refresh();
    await vi.advanceTimersByTimeAsync(3000);
    expect(asked).toBe(1);
    answers[0]?.(1);
    await vi.advanceTimersByTimeAsync(0);
    expect([asked, polled.state.value.value]).toEqual([2, 1]);
  });

  it('is kept when a later question fails, with the reason', async () => {
    polled.start();
    await vi.advanceTimersByTimeAsync(0);
    answer = () => Promise.reject(new ApiError(0, 'unreachable', ''));
    await vi.advanceTimersByTimeAsync(5000);
    expect(polled.state.value).toMatchObject({ value: 1, error: { status: 0 } });
    answer = async () => 7;
    await vi.advanceTimersByTimeAsync(5000);
    expect(polled.state.value).toEqual({ value: 7, error: null });
  });
});
