import { randomInt } from 'node:crypto';

const validMs = 2 * 60_000;
const mostTries = 5;

/**
 * Codes that a device with a certificate shows, to be typed into its Home-Screen app, which may not
 * be able to present that certificate. Two minutes, once, five tries. Kept in memory only.
 */
export interface LinkCodes {
  /** A new code takes the place of the device's last one. `expiresAt` in epoch milliseconds. */
  create(device: string, now: number): { code: string; expiresAt: number };
  /** The device, if the code is right; it is used up then. */
  redeem(code: string, now: number): string | undefined;
}

export function createLinkCodes(): LinkCodes {
  const open = new Map<string, { device: string; expiresAt: number; tries: number }>();

  function sweep(now: number): void {
    for (const [code, { expiresAt }] of open) if (expiresAt <= now) open.delete(code);
  }

  return {
    create(device, now) {
      for (const [code, known] of open) if (known.device === device) open.delete(code);
      sweep(now);
      let code: string;
      do code = String(randomInt(1e8)).padStart(8, '0');
      while (open.has(code));
      const expiresAt = now + validMs;
      open.set(code, { device, expiresAt, tries: 0 });
      return { code, expiresAt };
    },
    redeem(code, now) {
      sweep(now);
      const found = open.get(code);
      if (found) {
        open.delete(code);
        return found.device;
      }
      // A wrong code belongs to nobody, so it counts against all of them.
      for (const [known, state] of open) {
        state.tries += 1;
        if (state.tries >= mostTries) open.delete(known);
      }
      return undefined;
    },
  };
}
