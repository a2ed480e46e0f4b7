import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is neither null nor false; `fail` words what is thrown in the end. */
export async function until<T>(
  limitMs: number,
  look: () => Promise<T | null | false>,
  fail: () => string | Promise<string>,
): Promise<T> {
  const limit = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (performance.now() > limit) throw new Error(await fail());
    await pause(30);
  }
}
