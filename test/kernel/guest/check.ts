import assert from 'node:assert/strict';

/** Something to prove inside the virtual machine. */
export interface Check {
  name: string;
  /** Rejects when it is not so. */
  run(): Promise<void>;
}

/** What was measured meanwhile; told, and judged by nobody. */
export type Figures = Record<string, number>;

/** How the program tells the host of it. */
export interface Result {
  name: string;
  /** undefined when it is so. */
  error?: string | undefined;
}

/** Things that happen, each waited for in its turn. */
export interface Happenings<T> {
  readonly all: readonly T[];
  add(thing: T): void;
  /** Resolves to the first that fits and was not taken before; what came before it is passed over. */
  next(fits?: (thing: T) => boolean): Promise<T>;
}

export function createHappenings<T>(): Happenings<T> {
  const all: T[] = [];
  const waiting = new Set<() => void>();
  let taken = 0;
  return {
    all,
    add(thing) {
      all.push(thing);
      for (const look of waiting) look();
    },
    next: (fits = () => true) =>
      new Promise(resolve => {
        const look = () => {
          const found = all.findIndex((thing, index) => index >= taken && fits(thing));
          if (found < 0) return;
          taken = found + 1;
          waiting.delete(look);
          resolve(all[found] as T);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** @throws AssertionError unless it rejects with an error of this code, whose words fit */
export function refuses(work: Promise<unknown>, code: string, words: RegExp): Promise<void> {
  return assert.rejects(work, (error: Error & { code?: string }) => {
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return true;
  });
}
