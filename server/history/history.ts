import type { AuditEntry, Event } from '../protocol.ts';
import type { JournalRow } from '../state/journal.ts';

export type Engine = 'mysql' | 'sqlite';

/** A half-open range of time, epoch milliseconds. */
export interface Range {
  from: number;
  to: number;
}

/** Where the page before ended. */
export interface Keyset {
  at: number;
  id: string;
}

/** An event as the history and the journal hold it. */
export interface StoredEvent extends Omit<Event, 'at'> {
  at: number;
}

export interface StoredAudit extends Omit<AuditEntry, 'at'> {
  at: number;
}

/** A run of local days under one offset from UTC. */
export interface DaySegment extends Range {
  offset: number;
}

/**
 * The long-term store. Every method rejects while it cannot be reached; the journal keeps what waits.
 */
export interface History {
  readonly engine: Engine;
  /** In one transaction. Rows that are there already stay as they are. */
  append(rows: readonly JournalRow[]): Promise<void>;
  /** Oldest first, from after `after` on. */
  events(
    range: Range,
    options: { sensor?: string; after?: Keyset; limit: number },
  ): Promise<StoredEvent[]>;
  /** Triggers for each local day (days since 1970) and sensor. */
  triggerCounts(
    segments: readonly DaySegment[],
  ): Promise<{ day: number; sensor: string; count: number }[]>;
  /** @param action leaves out every other one */
  audit(range: Range, action?: string): Promise<StoredAudit[]>;
  close(): Promise<void>;
}
