import { ApiError } from './api-error.ts';
import { createStore, type Store } from './store.ts';

/** A busy house says something many times a second; nobody reads that fast. */
const MIN_GAP_MS = 1_000;

export interface PolledState<T> {
  /** The last answer; kept when a later question fails. Null until there was one. */
  value: T | null;
  /** Why the last question was not answered; null when it was. */
  error: ApiError | null;
}

/** Something of the hub's that a screen asks for again and again while it is shown. */
export interface Polled<T> {
  readonly state: Store<PolledState<T>>;
  start(): void;
  stop(): void;
  /** Asks anew, now or as soon as `gapMs` has passed since the last time. */
  refresh(gapMs?: number): void;
}

/** @param everyMs how long after an answer it is asked again; null for never by itself */
export function createPolled<T>(
  fetch: () => Promise<T>,
  everyMs: (state: PolledState<T>) => number | null,
): Polled<T> {
  const state = createStore<PolledState<T>>({ value: null, error: null });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let isAsking = false;
  let isWanted = false;
  let askedAtMs = Number.NEGATIVE_INFINITY;

  function askIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), ms);
  }

  async function ask(): Promise<void> {
    isAsking = true;
    isWanted = false;
    askedAtMs = Date.now();
    try {
      state.set({ value: await fetch(), error: null });
    } catch (error) {
      const reason = error instanceof ApiError ? error : new ApiError(200, 'unknown', '');
      state.set({ value: state.value.value, error: reason });
    }
    isAsking = false;
    if (!isRunning) return;
    const next = everyMs(state.value);
    if (isWanted) refresh();
    else if (next !== null) askIn(next);
  }

  function refresh(gapMs = MIN_GAP_MS): void {
    isWanted = true;
    if (isRunning && !isAsking) askIn(Math.max(0, askedAtMs + gapMs - Date.now()));
  }

  return {
    state,
    start() {
      if (isRunning) return;
      isRunning = true;
      refresh();
    },
    stop() {
      isRunning = false;
      clearTimeout(timer);
    },
    refresh,
  };
}
