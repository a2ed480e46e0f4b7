import type { Link } from './stream-ledger.ts';

/** A reconnection mostly takes a second: the screen need not change for that. */
const GRACE_MS = 15_000;

/** Whether what is known must be shown as the past. */
export function isStale(link: Link, heardAtMs: number | null, nowMs: number): boolean {
  if (link === 'live') return false;
  return link === 'offline' || heardAtMs === null || nowMs - heardAtMs > GRACE_MS;
}
