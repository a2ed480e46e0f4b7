/** Keys of the alarm's state and its incidents that hold times of the wall clock. */
const timeKeys: readonly string[] = [
  ...['at', 'lastAt', 'since', 'openedAt', 'confirmedAt', 'acknowledgedAt', 'closedAt'],
];

/** What is under them runs on the steady clock, which nothing moves. */
const steadyKeys: readonly string[] = ['alerting', 'kept'];

/** All times in it, at any depth. */
export function timesIn(value: unknown, found = new Set<number>()): Set<number> {
  walk(value, at => {
    found.add(at);
    return at;
  });
  return found;
}

/** The same with each of its times corrected, but for those that were there before. */
export function correctTimes<T>(
  value: T,
  before: ReadonlySet<number>,
  correct: (at: number) => number,
): T {
  // What goes in comes out with other numbers in the same places.
  return walk(value, at => (before.has(at) ? at : correct(at))) as T;
}

function walk(value: unknown, change: (at: number) => number): unknown {
  if (Array.isArray(value)) return value.map(inner => walk(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (steadyKeys.includes(key)) return [key, inner];
      const isTime = typeof inner === 'number' && timeKeys.includes(key);
      return [key, isTime ? change(inner) : walk(inner, change)];
    }),
  );
}
