import { Refusal } from '../server/errors.ts';

const earliest = Date.UTC(2020, 0);

/**
 * A Pi that has lost its time may wake in 1970, and a root made then is over before the phones see
 * it.
 * @throws Refusal when the time cannot be true.
 */
export function requireSaneClock(now: Date): void {
  if (now.getTime() >= earliest) return;
  throw new Refusal(
    `the clock says ${now.toISOString()}. Set it (timedatectl), then run this again`,
  );
}
