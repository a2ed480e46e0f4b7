import { HttpProblem } from '../errors.ts';
import type { Confirmations } from '../people/confirmations.ts';
import type { Identity } from '../people/identity.ts';
import { isInNetworks, networksOf } from '../people/network.ts';
import type { Persons } from '../people/persons.ts';
import type { Pins } from '../people/pins.ts';
import type { Confirmable, ConfirmMethod } from '../protocol.ts';
import { callerOf, type RouteContext } from './route.ts';

export interface ConfirmGate {
  /** @throws HttpProblem `confirmation_needed` with what would do */
  require(context: RouteContext, action: Confirmable): void;
  /** What somebody can confirm with. */
  methods(person: string): ConfirmMethod[];
}

interface Rooms {
  confirmations: Confirmations;
  pins: Pins;
  persons: Persons;
  now(): number;
}

/**
 * Asks again who holds the phone, before what the configuration names; and, of whoever came in by a
 * code from outside the home's networks, before the alarm is switched off or the garage opened. Whoever
 * has a PIN for duress is asked at every disarming, whatever the configuration names: they must be able to
 * write it.
 */
export function createConfirmGate(
  { confirmations, pins, persons, now }: Rooms,
  options: { confirm: readonly Confirmable[]; homeNetworks: readonly string[] },
): ConfirmGate {
  const home = networksOf(options.homeNetworks);

  function methods(person: string): ConfirmMethod[] {
    const { passkeys, recoveryCodes } = persons.spareKeys(person);
    return [
      ...(pins.has(person) ? (['pin'] as const) : []),
      ...(passkeys > 0 ? (['passkey'] as const) : []),
      ...(recoveryCodes > 0 ? (['recovery'] as const) : []),
    ];
  }

  function isFarWithCode({ via }: Identity, address: string | undefined): boolean {
    return via === 'totp' && options.homeNetworks.length > 0 && !isInNetworks(home, address);
  }

  return {
    methods,
    require(context, action) {
      const caller = callerOf(context);
      const confirmed = confirmations.read(caller.credential, now());
      const mine = methods(caller.name);
      if (action !== 'admin' && isFarWithCode(caller, context.req.socket.remoteAddress)) {
        if (confirmed === 'passkey' || confirmed === 'recovery') return;
        const stronger = mine.filter(method => method !== 'pin');
        throw new HttpProblem('confirmation_needed', {
          detail: 'away from home a code alone does not do this',
          methods: stronger,
        });
      }
      const isOwnWish = action === 'disarm' && pins.hasDuress(caller.name);
      if (confirmed) {
        // It does for this one time: the next disarming asks anew.
        if (isOwnWish) confirmations.end(caller.credential);
        return;
      }
      if (!isOwnWish && !options.confirm.includes(action)) return;
      const detail = mine.length > 0 ? {} : { detail: 'set a PIN for yourself first' };
      throw new HttpProblem('confirmation_needed', { ...detail, methods: mine });
    },
  };
}
