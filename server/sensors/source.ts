/** Where readings come from: live lines, a simulated household, or a recording. */
export interface Source {
  /** Hands in the levels of the moment, then whatever changes. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
