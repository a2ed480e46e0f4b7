/** How the phone hears the house. `connecting` is the first attempt after a start. */
export type Link = 'connecting' | 'live' | 'reconnecting' | 'offline';

/** What has to be remembered from one connection to the next. */
export interface Ledger {
  readonly lastId: string | null;
  /** Attempts in a row that did not open. */
  readonly failures: number;
  readonly isOpen: boolean;
  readonly hasOpened: boolean;
}

export const emptyLedger: Ledger = { lastId: null, failures: 0, isOpen: false, hasOpened: false };

/** From here on it is said plainly that there is no connection; the attempts go on. */
const FAILURES_UNTIL_OFFLINE = 3;

export function opened(ledger: Ledger): Ledger {
  return { ...ledger, isOpen: true, hasOpened: true, failures: 0 };
}

export function failed(ledger: Ledger): Ledger {
  return { ...ledger, isOpen: false, failures: ledger.failures + 1 };
}

export function interrupted(ledger: Ledger): Ledger {
  return { ...ledger, isOpen: false };
}

/** An empty id keeps the last one: not every message stands in the journal. */
export function heard(ledger: Ledger, id: string): Ledger {
  return id === '' ? ledger : { ...ledger, lastId: id };
}

/** After `reset` the hub no longer holds what came after the last id; the new one, if any, counts. */
export function restarted(ledger: Ledger, id: string): Ledger {
  return { ...ledger, lastId: id === '' ? null : id };
}

/** Never above 2 s: the house must be back on the screen within 2 s of the network's return. */
export function retryDelayMs(failures: number): number {
  return Math.min(2_000, 500 * Math.max(1, failures));
}

export function streamUrl(ledger: Ledger): string {
  if (ledger.lastId === null) return '/api/stream';
  return `/api/stream?${new URLSearchParams({ lastEventId: ledger.lastId })}`;
}

export function linkOf(ledger: Ledger, isOnline: boolean): Link {
  if (ledger.isOpen) return 'live';
  if (!isOnline || ledger.failures >= FAILURES_UNTIL_OFFLINE) return 'offline';
  return ledger.hasOpened || ledger.failures > 0 ? 'reconnecting' : 'connecting';
}
