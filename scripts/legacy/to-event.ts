import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { EventKind, Mode } from '../../server/protocol.ts';
import type { TimeZone } from '../../server/time-zone.ts';
import type { LegacyRow } from './read-dump.ts';

export interface LegacyText {
  /** As it was called, such as `Front Door`. */
  name: string;
  sensor: 'contact' | 'motion';
  kind: EventKind;
}

/** What a text says of a sensor: `Front Door Opened`, `Hall motion detected`; undefined when nothing. */
export function readText(text: string): LegacyText | undefined {
  const [, door, way] = /^(\S.*?)\s+(opened|closed)$/i.exec(text.trim()) ?? [];
  if (door !== undefined && way !== undefined) {
    const kind = way.toLowerCase() === 'opened' ? 'trigger' : 'reset';
    return { name: door, sensor: 'contact', kind };
  }
  const [, room, what] = /^(\S.*?)(?:\s+motion)?\s+(detected|reset)$/i.exec(text.trim()) ?? [];
  // What the first sec53 wrote as the heading of every event.
  if (room === undefined || what === undefined || /^gpio event$/i.test(room)) return undefined;
  const kind = what.toLowerCase() === 'detected' ? 'trigger' : 'reset';
  return { name: room, sensor: 'motion', kind };
}

/** The mode that a text says it was switched to. */
export function readMode(text: string): Mode | undefined {
  const [, what] = /Switching GPIO checking (OFF|ON with ALERTING|ON)!/i.exec(text) ?? [];
  if (what === undefined) return undefined;
  if (/alerting/i.test(what)) return 'alert';
  return /off/i.test(what) ? 'off' : 'monitor';
}

/** `Front Door` is `front-door`. */
export function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return slug.slice(0, 64) || 'sensor';
}

/**
 * Epoch milliseconds of a row; undefined for what is no time (`0000-00-00 00:00:00`). A local time that comes
 * twice is taken the first time, one that the day leaves out is the instant behind the gap.
 *
 * @param zone undefined for UTC
 */
export function readTime({ ts }: LegacyRow, zone: TimeZone | undefined): number | undefined {
  if (typeof ts === 'number') return ts > 0 ? ts : undefined;
  const written = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/.test(ts);
  const local = written ? Date.parse(`${ts.replace(' ', 'T')}Z`) : Number.NaN;
  if (!(local > 0)) return undefined;
  if (!zone) return local;
  // No zone is further from UTC than this, and none changes twice within it.
  const offsets = [zone.offset(local - 86_400_000), zone.offset(local + 86_400_000)];
  const meant = offsets.map(offset => local - offset);
  const exact = meant.filter(at => at + zone.offset(at) === local);
  return exact.length > 0
    ? Math.min(...exact)
    : firstAfterGap(Math.min(...meant), Math.max(...meant), zone);
}

/** The first instant in (early, late] with the offset that `late` has. */
function firstAfterGap(early: number, late: number, zone: TimeZone): number {
  let [before, after] = [early, late];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offset(middle) === zone.offset(late)) after = middle;
    else before = middle;
  }
  return after;
}

/** The same row has the same id each time, and rows of one second are in their order. */
export function idOf({ id }: LegacyRow, at: number): string {
  const random = createHash('sha256').update(`sec53 EventLog ${id}`).digest().subarray(0, 16);
  return v7({ msecs: at, seq: id % 2 ** 32, random });
}
