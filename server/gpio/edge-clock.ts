/** Kernels before 5.7 stamp edges by the wall's clock, which is out of all proportion here. */
const longestAgeMs = 3_600_000;
/** The wall's clock counts whole milliseconds: what differs by less than that is no correction of it. */
const jitterMs = 2;

/**
 * From the kernel's steady time of an edge, which libuv's `hrtime` counts as well, to the wall's. Edges keep
 * their exact distance, however late they are heard of.
 *
 * @returns epoch milliseconds, with fractions; the time of the call for an edge whose time is of no use
 */
export function createEdgeClock(
  monotonic: () => number = () => Number(process.hrtime.bigint()) / 1e6,
  wall: () => number = Date.now,
): (monotonicMs: number) => number {
  let offset = Number.NaN;
  return edgeMs => {
    const now = monotonic();
    const found = wall() - now;
    if (!(Math.abs(found - offset) <= jitterMs)) offset = found;
    const ageMs = now - edgeMs;
    return ageMs > -jitterMs && ageMs < longestAgeMs ? offset + edgeMs : offset + now;
  };
}
