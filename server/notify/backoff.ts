const firstMs = 1000;
/** A way that opens again must not be found out late. */
export const longestBackoffMs = 60_000;

/**
 * How long to wait after so many failed attempts: twice as long each time, and never quite the same, so
 * that what failed at one time does not all come back at one time.
 *
 * @param luck 0 to 1
 */
export function backoffMs(attempts: number, luck: number): number {
  const fullMs = Math.min(firstMs * 2 ** (attempts - 1), longestBackoffMs);
  return Math.round(fullMs * (0.5 + luck / 2));
}
