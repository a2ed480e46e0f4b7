/** What a command is given. */
export interface Surroundings {
  dataFolder: string;
  now(): Date;
  /** A line of the answer. */
  out(line: string): void;
  /** A line about what goes on. */
  err(line: string): void;
  /** The app's address, where it is known: pairing then puts an icon on the Home Screen. */
  hubUrl?: string;
  /** What the configuration calls the hub. */
  hubNames?: string[];
}

/** The same, with paths made absolute, and where the authority lies. */
export interface Context extends Surroundings {
  folder: string;
}
