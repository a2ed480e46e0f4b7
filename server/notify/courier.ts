import type { Channel } from '../protocol.ts';
import type { OutboxRow } from '../state/outbox.ts';

export type Outcome =
  | { kind: 'sent'; reference: string }
  /** Final. */
  | { kind: 'refused'; reason: string }
  /** Worth another try; `retryAfterMs` is what the other side asked for, 0 for nothing. */
  | { kind: 'failed'; reason: string; mayHaveArrived: boolean; retryAfterMs: number };

/** One try of messages that are alike but for whom they go to. */
interface Trip {
  /** Whose service carries them, as people know it. */
  provider: string;
  /** What became of each message, by its id. Never rejects. */
  go(): Promise<ReadonlyMap<string, Outcome>>;
}

/** How messages of a channel leave the house. */
export interface Courier {
  channel: Channel;
  /** Several messages of a batch may go in one trip. */
  takesMany: boolean;
  /** So often a message is tried of which it cannot be known whether it arrived. */
  mostDoubts: number;
  prepare(rows: readonly OutboxRow[]): Trip;
  /** The next try must not be later than so many milliseconds from now. */
  patienceMs(row: OutboxRow): number;
  /** The message came to its end some other way. */
  forget(id: string): void;
}
