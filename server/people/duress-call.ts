import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import type { By } from '../protocol.ts';

interface Rooms {
  /** Tells everybody else. Throws when the disk refuses. */
  tell(by: By): void;
  /** Epoch milliseconds. */
  now(): number;
  log: Log;
}

/** Whoever writes the code again is asked again by whoever stands beside them. */
const pauseMs = 60_000;
const retryMs = 1000;
const mostTries = 600;

/**
 * Calls for somebody who wrote a code of theirs under threat. It throws nothing and takes no time, and
 * tells in the next turn of the event loop: the answer to the code must leave as the answer to the right
 * one does. Once a minute for each person.
 */
export function createDuressCall({ tell, now, log }: Rooms): (by: By) => void {
  const calledAt = new Map<string, number>();

  function attempt(by: By, tries: number): void {
    try {
      tell(by);
    } catch (error) {
      log.error('the disk refuses a call for help', { error: errorText(error) });
      if (tries < mostTries) setTimeout(() => attempt(by, tries + 1), retryMs).unref();
    }
  }

  return by => {
    const at = now();
    const last = calledAt.get(by.name);
    if (last !== undefined && Math.abs(at - last) < pauseMs) return;
    calledAt.set(by.name, at);
    setImmediate(() => attempt(by, 1));
  };
}
