import type { Clock } from '../clock.ts';

/** A longer timer of Node's fires at once. */
const longestMs = 2 ** 31 - 1;
const retryMs = 1000;

/**
 * Wakes the alarm when its deadline is there. A wake that fails (a full disk) is tried again.
 *
 * @param wake may throw
 * @param onFailure told of it
 */
export function createDeadlineTimer(
  clock: Clock,
  wake: () => void,
  onFailure: (error: unknown) => void,
): { set(deadline: number | null): void } {
  let timer: NodeJS.Timeout | undefined;

  function tryWake(): void {
    try {
      wake();
    } catch (error) {
      onFailure(error);
      timer = setTimeout(tryWake, retryMs).unref();
    }
  }

  return {
    /** @param deadline on the steady clock; null is none */
    set(deadline) {
      clearTimeout(timer);
      if (deadline === null) return;
      const leftMs = Math.max(0, deadline - clock.steady());
      timer = setTimeout(tryWake, Math.min(leftMs, longestMs)).unref();
    },
  };
}
