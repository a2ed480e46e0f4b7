import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer. A test's own limit ends what never comes. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(20);
  }
}
