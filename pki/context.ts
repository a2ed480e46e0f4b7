/** What the configuration says of the hub. */
export interface Hub {
  names: string[];
  /** The app's address, where it is known: pairing then puts an icon on the Home Screen. */
  url: string | undefined;
}

/** What a command is given. */
export interface Surroundings {
  /** Where `--data` names no other. */
  dataFolder: string;
  now(): Date;
  /** A line of the answer. */
  out(line: string): void;
  /** A line about what goes on. */
  err(line: string): void;
  /**
   * Reads a configuration.
   * @param file of `--config`; undefined looks in the usual places.
   * @throws when a file that was named cannot be read.
   */
  readHub?(file: string | undefined): Hub | undefined;
  /** Asks at the terminal without showing what is typed; absent where there is no terminal. */
  askSecret?(question: string): Promise<string>;
}

/** The same, with paths made absolute, and where the authority lies. */
export interface Context extends Omit<Surroundings, 'readHub'> {
  folder: string;
  hub: Hub | undefined;
}
