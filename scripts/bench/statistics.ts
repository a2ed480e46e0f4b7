/**
 * The value that `share` of all values do not exceed (nearest rank), so that it is always one that
 * was measured.
 *
 * @param share from 0 to 1
 * @throws RangeError when there are no values
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError('nothing was measured');
  return value;
}

/** The middle value; of an even number of them the lower one. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Rounds for a report: three digits behind the point, as many as a millisecond of microseconds has. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** One figure in units of another. */
export function ratio(value: number, floor: number): number {
  if (floor <= 0) throw new RangeError('the floor was not measured');
  return round(value / floor);
}
