import type { Via } from '../../server/protocol.ts';

/** How somebody was known to the hub when they did something. */
export const viaWords: Record<Exclude<Via, 'hub'>, string> = {
  certificate: 'with a phone of the family',
  totp: 'signed in with a code',
};
