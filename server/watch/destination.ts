import type { Batch } from './forms.ts';

/** Where evidence goes. */
export interface Destination {
  /** What its position is kept under: another place is another key. */
  key: string;
  /**
   * Gives the destination links to keep. The same links may come again.
   *
   * @returns what the destination finds wrong with them, although it has them
   * @throws when it was not taken
   */
  put(batch: Batch, signal: AbortSignal, limitMs: number): Promise<string | undefined>;
}
