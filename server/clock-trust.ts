import { existsSync } from 'node:fs';
import { join } from 'node:path';

interface Rooms {
  /** Epoch milliseconds. */
  wall(): number;
  /** Milliseconds on the steady clock. */
  steady(): number;
  /** When the hub lived last, or its authority was made: it cannot be earlier. */
  trustedFrom: number;
  /**
   * Where systemd-timesyncd says that it has set the clock, such as `/run/systemd/timesync`; undefined where
   * nothing of the kind is to be asked.
   */
  timesync: string | undefined;
}

/** A house without a network is not kept waiting for one: then the time is taken as it is. */
const longestWaitMs = 12 * 3_600_000;

/**
 * Whether the wall clock is to be trusted. A Pi has no battery clock: it wakes with the time of its last
 * shutdown until the network sets it. Where timesyncd runs, its word is waited for, and is good for the run.
 */
export function createClockTrust({ wall, steady, trustedFrom, timesync }: Rooms): () => boolean {
  const startedAt = steady();
  let isSet = timesync === undefined;

  // Asked on every request, so it looks no more once it knows.
  function isSynchronized(): boolean {
    if (!isSet && timesync !== undefined) {
      isSet =
        !existsSync(timesync) ||
        existsSync(join(timesync, 'synchronized')) ||
        steady() - startedAt >= longestWaitMs;
    }
    return isSet;
  }

  return () => wall() >= trustedFrom && isSynchronized();
}
