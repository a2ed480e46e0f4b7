import { type Clock, createClock } from '../server/clock.ts';

/** A clock that a test pushes forward, both of its parts alike. Whoever waits must be woken. */
export function createPushedClock(): Clock & { push(ms: number): void } {
  const real = createClock();
  let pushed = 0;
  return {
    wall: () => real.wall() + pushed,
    steady: () => real.steady() + pushed,
    push(ms) {
      pushed += ms;
    },
  };
}
