/** A whole number from 0 up to, but not including, `below`. */
export type Luck = (below: number) => number;

/** Chance that comes again with its seed: mulberry32. */
export function createLuck(seed: number): Luck {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
