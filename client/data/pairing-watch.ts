import type { PairingProgress } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import { isPairingProgress } from './people-guards.ts';
import { createStore, type Store } from './store.ts';

const EVERY_MS = 2_000;

export interface PairingState {
  /** Null until it was asked for. */
  progress: PairingProgress | null;
  /** The hub no longer knows of it. */
  isGone: boolean;
  /** The last question was not answered. */
  isOutOfReach: boolean;
}

/** Asks the hub how far a phone got. */
export interface PairingWatch {
  readonly state: Store<PairingState>;
  start(): void;
  stop(): void;
  /** Ends the pairing; the link is worth nothing then. @throws ApiError */
  cancel(): Promise<void>;
}

export function createPairingWatch(api: Api, id: string): PairingWatch {
  const path = `/api/pairings/${encodeURIComponent(id)}`;
  const state = createStore<PairingState>({
    progress: null,
    isGone: false,
    isOutOfReach: false,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;

  async function ask(): Promise<void> {
    try {
      const progress = await api.get(path, isPairingProgress);
      state.set({ progress, isGone: false, isOutOfReach: false });
    } catch (error) {
      const isGone = error instanceof ApiError && error.status === 404;
      state.set({ ...state.value, isGone, isOutOfReach: !isGone });
    }
    const { isGone, progress } = state.value;
    if (isRunning && !isGone && !progress?.app) timer = setTimeout(() => void ask(), EVERY_MS);
  }

  return {
    state,
    start() {
      if (isRunning) return;
      isRunning = true;
      void ask();
    },
    stop() {
      isRunning = false;
      clearTimeout(timer);
    },
    async cancel() {
      await api.send('DELETE', path);
    },
  };
}
