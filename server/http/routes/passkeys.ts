import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { People } from '../../people/people.ts';
import { assertionForm, attestationForm, type RelyingParty } from '../../people/webauthn.ts';
import type { By } from '../../protocol.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface PasskeyRooms extends People {
  /** Undefined where the hub has no name, or was not reached by it. */
  partyOf(context: RouteContext): RelyingParty | undefined;
  audit(by: By, action: string, detail: string): void;
  now(): number;
}

const creation = z.object({
  label: z.string('write a name for it').min(1, 'write a name for it').max(64),
  passkey: attestationForm,
});
const confirmation = z.object({ passkey: assertionForm });

/** Passkeys of the caller, and confirming with one. Signing in with one is the session's. */
export function passkeyRoutes(rooms: PasskeyRooms): Route[] {
  const { passkeys, webauthn, confirmations, partyOf, audit, now } = rooms;

  return [
    {
      method: 'POST',
      path: '/api/me/passkeys/options',
      access: 'guest',
      needsCertificate: true,
      confirm: 'admin',
      async handle(context) {
        const { name, credential } = callerOf(context);
        const party = requireParty(partyOf(context));
        context.body = await webauthn.creationOptions(name, `create ${credential}`, party);
      },
    },
    {
      method: 'POST',
      path: '/api/me/passkeys',
      access: 'guest',
      needsCertificate: true,
      confirm: 'admin',
      async handle(context) {
        const { name, credential } = callerOf(context);
        const { label, passkey: attestation } = await readBody(context, creation);
        const party = requireParty(partyOf(context));
        const given = { label, attestation };
        if (!(await webauthn.create(name, `create ${credential}`, party, given))) {
          throw new HttpProblem('confirmation_failed', { detail: 'the passkey was not taken' });
        }
        audit(actorOf(context), 'passkey', `a passkey called ${label}`);
        context.status = 204;
      },
    },
    {
      method: 'DELETE',
      path: '/api/me/passkeys/:id',
      access: 'guest',
      handle(context) {
        const { name } = callerOf(context);
        if (!passkeys.remove(name, context.params.id ?? '')) throw new HttpProblem('not_found');
        audit(actorOf(context), 'passkey', 'removed a passkey');
        context.status = 204;
      },
    },
    {
      method: 'POST',
      path: '/api/me/confirm/options',
      access: 'guest',
      async handle(context) {
        const { name, credential } = callerOf(context);
        const party = requireParty(partyOf(context));
        context.body = await webauthn.requestOptions(name, `confirm ${credential}`, party);
      },
    },
    {
      method: 'POST',
      path: '/api/me/confirm/passkey',
      access: 'guest',
      async handle(context) {
        const { name, credential } = callerOf(context);
        const { passkey } = await readBody(context, confirmation);
        const party = requireParty(partyOf(context));
        const owner = await webauthn.verify(`confirm ${credential}`, party, passkey);
        if (owner !== name) throw new HttpProblem('confirmation_failed');
        confirmations.note(credential, 'passkey', now());
        context.status = 204;
      },
    },
    {
      method: 'POST',
      path: '/api/session/options',
      access: 'public',
      async handle(context) {
        const party = requireParty(partyOf(context));
        context.body = await webauthn.requestOptions(null, 'sign-in', party);
      },
    },
  ];
}

/** @throws HttpProblem `not_possible` */
export function requireParty(party: RelyingParty | undefined): RelyingParty {
  if (party) return party;
  throw new HttpProblem('not_possible', {
    detail: 'passkeys belong to the hub’s first name (edge.names); open the app by that name',
  });
}
