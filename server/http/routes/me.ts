import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { People } from '../../people/people.ts';
import type { RelyingParty } from '../../people/webauthn.ts';
import type { By, Confirmable, LinkCode, Me, SignedIn } from '../../protocol.ts';
import { toIso } from '../../status.ts';
import type { ConfirmGate } from '../confirm-gate.ts';
import { readBody } from '../input.ts';
import type { PinGuard } from '../pin-guard.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface MeRooms extends People {
  gate: ConfirmGate;
  pinGuard: PinGuard;
  confirmFor: readonly Confirmable[];
  partyOf(context: RouteContext): RelyingParty | undefined;
  now(): number;
  audit(by: By, action: string, detail: string): void;
  onEnded(): void;
}

const pin = z.string('write the PIN in quotes').regex(/^\d{6,12}$/, 'write 6 to 12 digits');
/** Of either PIN. */
export const newPin = z.strictObject({ pin: pin.nullable(), current: pin.optional() });
const confirmation = z.strictObject({
  pin: pin.optional(),
  recovery: z.string('write the recovery code in quotes').max(64).optional(),
});
const opened = z.strictObject({
  display: z.enum(['standalone', 'browser'], 'write standalone or browser'),
});

/** What concerns the caller alone: this device, sign-ins, PIN, confirmation. */
export function meRoutes(rooms: MeRooms): Route[] {
  const { persons, devices, sessions, linkCodes, pins, confirmations, gate, pinGuard } = rooms;
  const { passkeys, authenticator, now, audit, onEnded } = rooms;

  /** Whoever holds a guessed sign-in, or somebody's unlocked phone, does not learn that there is one. */
  function duressOf(name: string, via: Me['via'], credential: string) {
    const isVouched = via === 'certificate' || via === 'link';
    const isShown = isVouched && confirmations.read(credential, now()) === 'pin';
    return {
      hasDuressPin: isShown && pins.hasDuress(name),
      hasDuressAuthenticator: isShown && authenticator.hasDuress(name),
    };
  }

  /** Either of them: that it was the one for duress must not show. */
  function wasPinWritten(credential: string): boolean {
    const confirmed = confirmations.read(credential, now());
    return confirmed === 'pin' || confirmed === 'duress';
  }

  /** A code of the authenticator is no proof here: that may be on the same phone. */
  async function recoveryOf(name: string, code: string): Promise<'recovery' | undefined> {
    const kind = await authenticator.verify(name, code, now());
    return kind === 'recovery' ? kind : undefined;
  }

  return [
    {
      method: 'GET',
      path: '/api/me',
      access: 'guest',
      handle(context) {
        const { name, role, via, device, expiresAt, credential } = callerOf(context);
        const { hasAuthenticator, recoveryCodes } = persons.spareKeys(name);
        const signedIn = sessions.list(name, now()).map(
          ({ id, createdAt, seenAt, person: _, ...session }): SignedIn => ({
            ...session,
            // The credential itself is a hash already; half of it names it well enough.
            id: id.slice(0, 32),
            createdAt: toIso(createdAt),
            seenAt: toIso(seenAt),
            isThis: id === credential,
          }),
        );
        const own = device === null || expiresAt === null ? null : { name: device, expiresAt };
        context.body = {
          ...{ name, via, role },
          device: own && { ...own, expiresAt: toIso(own.expiresAt) },
          hasPin: pins.has(name),
          ...duressOf(name, via, credential),
          ...{ hasAuthenticator, recoveryCodes },
          passkeys: passkeys.list(name).map(({ id, label, createdAt, usedAt }) => ({
            ...{ id, label, createdAt: toIso(createdAt) },
            usedAt: usedAt === null ? null : toIso(usedAt),
          })),
          sessions: signedIn,
          confirm: {
            ...{ for: [...rooms.confirmFor], methods: gate.methods(name) },
            isPinFresh: wasPinWritten(credential),
          },
          canHavePasskeys: rooms.partyOf(context) !== undefined,
        } satisfies Me;
      },
    },
    {
      method: 'POST',
      path: '/api/me/opened',
      access: 'guest',
      async handle(context) {
        const { display } = await readBody(context, opened);
        const { device } = callerOf(context);
        if (device !== null && display === 'standalone') devices.mark(device, 'app', now());
        context.status = 204;
      },
    },
    {
      method: 'POST',
      path: '/api/me/link',
      access: 'guest',
      handle(context) {
        const { device, via } = callerOf(context);
        if (device === null || via !== 'certificate') throw new HttpProblem('needs_certificate');
        const { code, expiresAt } = linkCodes.create(device, now());
        audit(actorOf(context), 'link', `a code for the app of ${device}`);
        context.body = { code, expiresAt: toIso(expiresAt) } satisfies LinkCode;
      },
    },
    {
      method: 'POST',
      path: '/api/me/confirm',
      access: 'guest',
      async handle(context) {
        const { name, credential } = callerOf(context);
        const { pin, recovery } = await readBody(context, confirmation);
        if ((pin === undefined) === (recovery === undefined)) {
          const message = 'write a PIN or a recovery code';
          throw new HttpProblem('invalid', { errors: [{ path: 'pin', message }] });
        }
        const succeed =
          pin === undefined ? pinGuard.countTry(credential, 'recovery') : pinGuard.countTry(name);
        const proof =
          pin === undefined
            ? await recoveryOf(name, recovery ?? '')
            : await pinGuard.verify(context, pin);
        if (!proof) throw new HttpProblem('confirmation_failed');
        succeed();
        confirmations.note(credential, proof, now());
        context.status = 204;
      },
    },
    {
      method: 'PUT',
      path: '/api/me/pin',
      access: 'guest',
      needsCertificate: true,
      async handle(context) {
        const { name } = callerOf(context);
        const { pin, current } = await readBody(context, newPin);
        await pinGuard.proveOwner(context, current ?? '');
        await changePin(pinGuard, name, () => pins.set(name, pin));
        audit(actorOf(context), 'pin', pin === null ? 'took the PIN away' : 'set a PIN');
        context.status = 204;
      },
    },
    {
      method: 'DELETE',
      path: '/api/me/sessions',
      access: 'guest',
      handle(context) {
        const { name, via, credential } = callerOf(context);
        const ended = sessions.endOthers(name, via === 'certificate' ? undefined : credential);
        onEnded();
        audit(actorOf(context), 'sign-out', `signed out everywhere else (${ended})`);
        context.body = { ended };
      },
    },
    {
      method: 'DELETE',
      path: '/api/me/sessions/:id',
      access: 'guest',
      handle(context) {
        const { name } = callerOf(context);
        const id = context.params.id ?? '';
        const known = sessions.list(name, now()).find(session => session.id.slice(0, 32) === id);
        if (!known) throw new HttpProblem('not_found');
        sessions.endOne(name, known.id);
        onEnded();
        audit(actorOf(context), 'sign-out', 'ended a sign-in');
        context.status = 204;
      },
    },
  ];
}

/**
 * Sets one of a person's two PINs. A refusal does not say that it is the other one, and counts as a wrong
 * try: nobody may find the other one by trying to set it.
 */
export async function changePin(
  { countTry }: PinGuard,
  person: string,
  set: () => Promise<boolean>,
): Promise<void> {
  const succeed = countTry(person);
  if (!(await set())) {
    const message = 'choose another: this one cannot be used';
    throw new HttpProblem('invalid', { errors: [{ path: 'pin', message }] });
  }
  succeed();
}
