const firstMs = 1000;
/** A way that opens again must not be found out late. */
export const longestBackoffMs = 60_000;

/**
 * How long to wait after so many failed attempts: twice as long each time, and never quite the same, so
 * that messages that failed together do not come back together.
 *
 * @param random 0 to 1
 */
export function backoffMs(attempts: number, random: () => number): number {
  const fullMs = Math.min(firstMs * 2 ** (attempts - 1), longestBackoffMs);
  return Math.round(fullMs * (0.5 + random() / 2));
}
