/** Two clocks: the wall's, which may jump, and one that only ever runs. Epoch milliseconds, whole. */
export interface Clock {
  /** For records: what the family's clocks show. */
  wall(): number;
  /** For deadlines: no correction of the wall clock moves it. */
  steady(): number;
}

export function createClock(): Clock {
  const start = Date.now() - performance.now();
  return {
    wall: () => Date.now(),
    steady: () => Math.round(start + performance.now()),
  };
}
