import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeadlineTimer } from '../../server/alarm/deadline-timer.ts';

const clock = { wall: () => 0, steady: () => Date.now() };

describe('the timer of a deadline', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('wakes when the deadline is there, at once when it is past, and not when there is none', () => {
    const wake = vi.fn();
    const timer = createDeadlineTimer(clock, wake, () => undefined);
    timer.set(1_005_000);
    vi.advanceTimersByTime(4999);
    expect(wake).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(wake).toHaveBeenCalledTimes(1);
    timer.set(0);
    vi.advanceTimersByTime(1);
    expect(wake).toHaveBeenCalledTimes(2);
    timer.set(2_000_000);
    timer.set(null);
    vi.advanceTimersByTime(2_000_000);
    expect(wake).toHaveBeenCalledTimes(2);
  });

  it('does not spin over a deadline that is further away than a timer can hold', () => {
    const wake = vi.fn();
    createDeadlineTimer(clock, wake, () => undefined).set(1_000_000 + 2 ** 40);
    vi.advanceTimersByTime(60_000);
    expect(wake).toHaveBeenCalledTimes(0);
  });

  it('tries again when waking fails, and says so', () => {
    const failures: unknown[] = [];
    let isFull = true;
    const wake = vi.fn(() => {
      if (isFull) throw new Error('disk full');
    });
    createDeadlineTimer(clock, wake, error => failures.push(error)).set(1_000_000);
    vi.advanceTimersByTime(2500);
    isFull = false;
    vi.advanceTimersByTime(5000);
    expect([wake.mock.calls.length, failures.length]).toEqual([4, 3]);
  });
});
