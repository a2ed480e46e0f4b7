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

/** A stretch of a thermometer's time, degrees Celsius. */
export interface TemperatureBucket {
  /** Of its first value. */
  at: number;
  low: number;
  high: number;
  /** Of all of its values, and how many there were. */
  sum: number;
  count: number;
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
  /** Every thermometer that there ever was. */
  temperatureSensors(): Promise<string[]>;
  /**
   * In order of time; stretches without a value are left out.
   *
   * @param range of `hours`, those that begin in it
   * @param source `rows` are held for a month, `hours` for ever
   */
  temperatures(
    sensor: string,
    range: Range,
    cut: { bucketMs: number; source: 'rows' | 'hours' },
  ): Promise<TemperatureBucket[]>;
  /**
   * Drops rows of temperatures, in small batches; their hours stay. A late row of a dropped hour joins it, but
   * one that is sent again after it was dropped would count twice: purge when nothing is being sent.
   *
   * @param before the beginning of an hour
   * @param batches of 500 rows, at most
   * @returns true when none is left
   */
  purgeTemperatures(before: number, batches: number): Promise<boolean>;
  close(): Promise<void>;
}
