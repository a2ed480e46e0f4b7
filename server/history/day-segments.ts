import type { TimeZone } from '../time-zone.ts';
import type { DaySegment, Range } from './history.ts';

const stepMs = 6 * 3_600_000;

/**
 * Cuts a range where the zone's offset changes, so that within each part a local day is plain
 * arithmetic, which a database can group by.
 */
export function localSegments({ from, to }: Range, zone: TimeZone): DaySegment[] {
  const segments: DaySegment[] = [];
  let start = from;
  while (start < to) {
    const offset = zone.offset(start);
    let end = start;
    // No zone changes twice within a step.
    while (end < to && zone.offset(end) === offset) end += stepMs;
    const last = Math.min(end, to - 1);
    end = zone.offset(last) === offset ? to : firstOther(end - stepMs, last, offset, zone);
    segments.push({ from: start, to: end, offset });
    start = end;
  }
  return segments;
}

/** The first instant in (same, other] whose offset is another one. */
function firstOther(same: number, other: number, offset: number, zone: TimeZone): number {
  let low = same;
  let high = other;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}
