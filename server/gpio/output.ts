import type { LineError } from './line.ts';

/** A pulse that did not end as it should: what is wired to the line may have moved all the same. */
export class BrokenPulse extends Error {
  override readonly name = 'BrokenPulse';
}

/** An output line of the header, as the configuration names it. */
export interface OutputOptions {
  /** BCM number, 0 to 27. */
  readonly line: number;
  /** What is wired to it works while the line is low, as with most relay boards. */
  readonly activeLow: boolean;
}

/** A line that drives something, and that nobody else holds. */
export interface Output {
  /**
   * Resolves once the line is so.
   *
   * @throws LineError when the line is not ours, or not an output, any more
   */
  set(isActive: boolean): Promise<void>;
  /**
   * Works for so long, then rests again; the end is kept by whatever is least likely to die before it.
   *
   * @throws LineError when it never began: what is wired to the line has not moved
   * @throws BrokenPulse when it may have begun, with the line at rest as far as that can be done
   */
  pulse(ms: number): Promise<void>;
  /**
   * Tells once of each time that the line was lost between two orders and could not be had back at once. It is
   * tried again until the next order.
   */
  onLost?(listener: (error: LineError) => void): void;
  /** Puts the line to rest and gives it back. May be called again. */
  close(): Promise<void>;
}

/**
 * Takes a line over and puts it to rest, whoever left it in whatever state. From the first moment on it is at
 * rest: it never moves at a start.
 *
 * @throws LineError that names the fix
 */
export type OpenOutput = (options: OutputOptions) => Promise<Output>;
