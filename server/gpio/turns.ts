/** Runs what it is given one after the other; whoever gave what fails hears of it alone. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}
