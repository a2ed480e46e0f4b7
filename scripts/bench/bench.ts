/** What every benchmark is handed. */
export interface Bench {
  /** The folder of the built programs. */
  programs: string;
  options: BenchOptions;
  /** Says on stderr what goes on. */
  note(text: string): void;
  /** Runs when the benchmark is over, however it ended; the last one first. */
  defer(undo: () => Promise<unknown>): void;
}

export interface BenchOptions {
  events: number;
  rows: number;
  file: string | undefined;
  engines: readonly EngineName[];
  /** A folder for CPU profiles of the hub; undefined takes none. */
  profile: string | undefined;
}

export type EngineName = 'mysql' | 'sqlite';

/** What a benchmark found: for people, and for programs. */
export interface Findings {
  lines: string[];
  result: object;
}
