import type { Via } from '../../server/protocol.ts';

/** How somebody was known to the hub when they did something. */
export const viaWords: Record<Exclude<Via, 'hub'>, string> = {
  certificate: 'with a phone of the family',
  totp: 'signed in with a code',
  link: 'in the app of a phone of the family',
  passkey: 'signed in with a passkey',
};

/** By what this device was let in. */
export const letInWords: Record<Exclude<Via, 'hub'>, string> = {
  certificate: 'its certificate',
  totp: 'a name and a code',
  link: 'its certificate in Safari',
  passkey: 'a passkey',
};
