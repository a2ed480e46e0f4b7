/** An input line of the header, as the configuration names it. */
export interface LineOptions {
  /** BCM number, 0 to 27. */
  readonly line: number;
  /** Turns the electrical level round, so that 1 is the level that counts. */
  readonly activeLow: boolean;
  readonly bias: 'none' | 'pull-up' | 'pull-down';
}

export type LineLevel = 0 | 1;

/** An open input. After a fault it stays at fault: close it and open it anew. */
export interface Line {
  /**
   * The level now, after `activeLow`.
   *
   * @throws LineError when the line is not ours, or not an input, any more
   */
  read(): LineLevel;
  /**
   * Reports edges from now on; the level at the start is `read()`. Call it once.
   *
   * @param onEdge gets the level that follows the edge and its time, epoch milliseconds. A level that
   *   repeats the last one is a pulse that was over before it could be read
   * @param onFault called once, when the line was lost
   */
  watch(onEdge: (level: LineLevel, at: number) => void, onFault: (error: LineError) => void): void;
  /** Gives the line back to the kernel. May be called again. */
  close(): Promise<void>;
}

/**
 * Opens an input, whoever left it in whatever state.
 *
 * @throws LineError that names the fix
 */
export type OpenLine = (options: LineOptions) => Promise<Line>;

/** What is wrong with a line, in words that name the fix. */
export class LineError extends Error {
  override readonly name = 'LineError';
  readonly code: string;
  readonly line: number;
  /** Who holds the line, with `EBUSY`, where the kernel tells. */
  readonly holder: string | undefined;

  /**
   * @param code the system's error code where there is one (`EACCES`), else one of our own
   * @param line BCM number
   */
  constructor(
    code: string,
    line: number,
    message: string,
    options: ErrorOptions & { holder?: string | undefined } = {},
  ) {
    super(`GPIO line ${line}: ${message}`, options);
    this.code = code;
    this.line = line;
    this.holder = options.holder;
  }
}
