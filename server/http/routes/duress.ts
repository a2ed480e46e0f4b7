import { HttpProblem } from '../../errors.ts';
import type { People } from '../../people/people.ts';
import type { By, DuressAuthenticator } from '../../protocol.ts';
import { readBody } from '../input.ts';
import type { PinGuard } from '../pin-guard.ts';
import { actorOf, callerOf, type Route } from '../route.ts';
import { changePin, newPin } from './me.ts';

export interface DuressRooms extends People {
  pinGuard: PinGuard;
  site: string;
  /** SVG of a QR code. */
  drawQr(text: string): Promise<string>;
  now(): number;
  audit(by: By, action: string, detail: string): void;
}

/** Audit entries whose action begins so are kept from the person whom they name. */
const action = 'duress-set';

/** What somebody writes who is made to disarm or to come in: it looks like their own code. */
export function duressRoutes(rooms: DuressRooms): Route[] {
  const { persons, pins, authenticator, pinGuard, site, drawQr, now, audit } = rooms;
  return [
    {
      method: 'PUT',
      path: '/api/me/duress-pin',
      access: 'guest',
      needsCertificate: true,
      async handle(context) {
        const { name } = callerOf(context);
        const { pin, current } = await readBody(context, newPin);
        if (!pins.has(name)) {
          throw new HttpProblem('not_possible', { detail: 'set a PIN for yourself first' });
        }
        // A PIN so far that is left out is a wrong one, as it is when the PIN is changed.
        await pinGuard.proveOwner(context, current ?? '');
        await changePin(pinGuard, name, () => pins.setDuress(name, pin));
        const what = pin === null ? 'took the PIN for duress away' : 'set a PIN for duress';
        audit(actorOf(context), action, what);
        context.status = 204;
      },
    },
    {
      method: 'POST',
      path: '/api/me/duress-authenticator',
      access: 'guest',
      needsCertificate: true,
      async handle(context) {
        const { name } = callerOf(context);
        if (!persons.spareKeys(name).hasAuthenticator) {
          throw new HttpProblem('not_possible', { detail: 'set up an authenticator first' });
        }
        await pinGuard.proveOwner(context, undefined);
        const { address } = await authenticator.enrolDuress(name, `sec53 ${site}`, now());
        audit(actorOf(context), action, 'set up an authenticator for duress');
        context.status = 201;
        const qr = await drawQr(address);
        context.body = { address, qr } satisfies DuressAuthenticator;
      },
    },
    {
      method: 'DELETE',
      path: '/api/me/duress-authenticator',
      access: 'guest',
      needsCertificate: true,
      async handle(context) {
        const { name } = callerOf(context);
        await pinGuard.proveOwner(context, undefined);
        if (authenticator.removeDuress(name)) {
          audit(actorOf(context), action, 'took the authenticator for duress away');
        }
        context.status = 204;
      },
    },
  ];
}
