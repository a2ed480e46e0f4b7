import type { Status } from '../../server/protocol.ts';
import type { KeyValue } from './last-known.ts';
import { createStore, type Store } from './store.ts';

const KEY = 'sec53.not-armed-seen';

/** The last exit delay ended, and the house was not armed. */
export type NotArmed = NonNullable<Status['alarm']['failed']>;

export interface Departure {
  /** When it was that the house did not arm, and somebody has put it away on this phone; null for never. */
  readonly seen: Store<string | null>;
  putAway(failure: NotArmed): void;
  forget(): void;
}

export function createDeparture(storage: KeyValue): Departure {
  const seen = createStore(attempt(() => storage.getItem(KEY)));
  return {
    seen,
    putAway({ at }) {
      // Without storage it is put away until the app is closed.
      attempt(() => storage.setItem(KEY, at));
      seen.set(at);
    },
    forget() {
      attempt(() => storage.removeItem(KEY));
      seen.set(null);
    },
  };
}

/** What is to be said of it on this phone; null for nothing. */
export function unseenFailure({ alarm }: Status, seen: string | null): NotArmed | null {
  const { failed } = alarm;
  return failed && failed.at !== seen ? failed : null;
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
