import type { Status } from '../../server/protocol.ts';
import { forgetLastKnown, type KeyValue, type LastKnown, writeLastKnown } from './last-known.ts';
import type { SessionState } from './session.ts';
import type { StatusState } from './status.ts';
import { createStore, type Store } from './store.ts';

const SAVE_AFTER_MS = 1_000;

/** What is known of the house, which the phone remembers for when it cannot be reached. */
export interface KnownStatus {
  readonly state: Store<StatusState>;
  hear(next: Status): void;
  /** Writes it down at once. */
  save(): void;
  forget(): void;
}

export function createKnownStatus(
  storage: KeyValue,
  session: Store<SessionState>,
  remembered: LastKnown | null,
): KnownStatus {
  const state = createStore<StatusState>({
    status: remembered?.status ?? null,
    heardAtMs: remembered?.heardAtMs ?? null,
    steadyMs: null,
    lastProfile: remembered?.lastProfile ?? null,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    const { status, heardAtMs, lastProfile } = state.value;
    if (session.value.kind !== 'in' || !status || heardAtMs === null) return;
    writeLastKnown(storage, { session: session.value.session, status, heardAtMs, lastProfile });
  }

  return {
    ...{ state, save },
    hear(next) {
      const { status: before, steadyMs, lastProfile } = state.value;
      state.set({
        status: next,
        heardAtMs: Date.now(),
        // What a sensor reports changes nothing of when the hub spoke.
        steadyMs: next.at === before?.at ? steadyMs : performance.now(),
        lastProfile: next.profile ?? lastProfile,
      });
      timer ??= setTimeout(save, SAVE_AFTER_MS);
    },
    forget() {
      clearTimeout(timer);
      timer = undefined;
      forgetLastKnown(storage);
      state.set({ status: null, heardAtMs: null, steadyMs: null, lastProfile: null });
    },
  };
}
