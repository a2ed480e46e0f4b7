import type { Event } from '../../server/protocol.ts';
import { ApiError } from './api-error.ts';
import { mergeEvents } from './merge-events.ts';
import { createStore, type Store } from './store.ts';

export interface DayLogState {
  phase: 'loading' | 'ready' | 'failed';
  /** Oldest first. Kept while loading anew, so that a screen need not go blank. */
  events: readonly Event[];
  /** How many have come while loading. */
  loaded: number;
  error: ApiError | null;
}

/** The events of one day: a snapshot, then what the stream adds. */
export interface DayLog {
  readonly day: string;
  readonly state: Store<DayLogState>;
  load(): Promise<void>;
  add(event: Event): void;
}

export type FetchEvents = (day: string, onPage: (loaded: number) => void) => Promise<Event[]>;

export function createDayLog(day: string, fetchEvents: FetchEvents): DayLog {
  const state = createStore<DayLogState>({ phase: 'loading', events: [], loaded: 0, error: null });
  let heardMeanwhile: Event[] = [];
  let run = 0;

  async function load(): Promise<void> {
    const mine = ++run;
    state.set({ ...state.value, phase: 'loading', loaded: 0, error: null });
    try {
      const events = await fetchEvents(day, loaded => {
        if (mine === run) state.set({ ...state.value, loaded });
      });
      if (mine !== run) return;
      const all = mergeEvents(events, heardMeanwhile);
      heardMeanwhile = [];
      state.set({ phase: 'ready', events: all, loaded: all.length, error: null });
    } catch (error) {
      if (mine !== run) return;
      const reason = error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error));
      state.set({ ...state.value, phase: 'failed', error: reason });
    }
  }

  return {
    day,
    state,
    load,
    add(event) {
      if (state.value.phase !== 'ready') {
        heardMeanwhile.push(event);
        return;
      }
      const events = mergeEvents(state.value.events, [event]);
      state.set({ ...state.value, events, loaded: events.length });
    },
  };
}
