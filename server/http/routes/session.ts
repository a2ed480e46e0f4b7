import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import { freeTries } from '../../people/attempts.ts';
import type { Device } from '../../people/devices.ts';
import { readCookie, sessionCookie } from '../../people/identity.ts';
import { networkOf } from '../../people/network.ts';
import type { People } from '../../people/people.ts';
import type { Person } from '../../people/persons.ts';
import type { SessionRow } from '../../people/sessions.ts';
import { assertionForm, type RelyingParty } from '../../people/webauthn.ts';
import type { By, Role, Session } from '../../protocol.ts';
import { readBody } from '../input.ts';
import { callerOf, type Route, type RouteContext } from '../route.ts';
import { requireParty } from './passkeys.ts';

export interface SessionRooms extends People {
  now: () => number;
  audit(by: By, action: string, detail: string): void;
  /** A session ended: its open streams must not outlive it. */
  onEnded(): void;
  partyOf(context: RouteContext): RelyingParty | undefined;
  /** Somebody came in by the code that they write under threat. */
  callForHelp(by: By): void;
}

const name = z.string('write the name').min(1, 'write the name').max(64, 'at most 64 characters');
const code = z
  .string('write the code in quotes')
  .min(1, 'write the code')
  .max(64, 'at most 64 characters');
const signIn = z.strictObject({ name, code });
const linkIn = z.strictObject({
  link: z.string('write the code in quotes').max(64, 'at most 64 characters'),
});
const passkeyIn = z.strictObject({ passkey: assertionForm });
const anySignIn = z.looseObject({}).transform((body, context): SignInBody => {
  const form = 'link' in body ? linkIn : 'passkey' in body ? passkeyIn : signIn;
  const parsed = form.safeParse(body);
  if (parsed.success) return parsed.data;
  for (const { message, path } of parsed.error.issues) {
    context.addIssue({ code: 'custom', message, path });
  }
  return z.NEVER;
});
type Assertion = z.output<typeof assertionForm>;
type SignInBody = z.output<typeof signIn | typeof linkIn | typeof passkeyIn>;

/** Seconds, the most that browsers take. The hub ends a session that is not used much earlier. */
const longestCookie = 400 * 24 * 3600;
const cookieAttributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

export function sessionRoutes(rooms: SessionRooms): Route[] {
  const { devices, persons, sessions, authenticator, attempts, linkCodes, isTotpAllowed } = rooms;
  const { webauthn } = rooms;
  const { now, audit, onEnded, callForHelp } = rooms;

  /** Counts a try before it is looked at: tries made at the same time count too. */
  function countTry(keys: string[]): number {
    const waitMs = attempts.waitMs(keys, now());
    if (waitMs > 0) {
      throw new HttpProblem('too_many_tries', { retryAfter: Math.ceil(waitMs / 1000) });
    }
    return attempts.fail(keys, now());
  }

  function begin(
    context: RouteContext,
    session: Pick<SessionRow, 'person' | 'device' | 'via'> & { role: Role },
  ): void {
    const old = readCookie(context.req.headers.cookie, sessionCookie);
    if (old !== undefined) sessions.end(old);
    onEnded();
    const { role, ...row } = session;
    const token = sessions.create({ ...row, agent: context.get('User-Agent') }, now());
    const { person, via, device } = session;
    const how = { totp: 'with a code', passkey: 'with a passkey', link: `as the app of ${device}` };
    audit({ name: person, via }, 'sign-in', `signed in ${how[via]}`);
    context.set(
      'Set-Cookie',
      `${sessionCookie}=${token}; ${cookieAttributes}; Max-Age=${longestCookie}`,
    );
    context.body = { name: person, via, role } satisfies Session;
  }

  function addressOf(context: RouteContext): string {
    return networkOf(context.req.socket.remoteAddress ?? '');
  }

  async function signInByCode(context: RouteContext, written: string, code: string): Promise<void> {
    if (!isTotpAllowed) {
      throw new HttpProblem('sign_in_failed', { detail: 'this hub takes certificates only' });
    }
    const name = written.normalize('NFC');
    // Counted alike for names that exist and names that do not, so that nothing tells them apart.
    const address = addressOf(context);
    // A recovery code cannot be guessed, so nobody can lock its owner out of that way either.
    const isGuessable = code.replace(/[^a-z0-9]/gi, '').length < 16;
    const keys = [`address:${address}`, ...(isGuessable ? [`account:${name}`] : [])];
    const wrong = countTry(keys);
    const kind = await authenticator.verify(name, code, now());
    const person = persons.get(name);
    // Also where they are not let in: they are under threat all the same.
    if (kind === 'duress' && person) callForHelp({ name, via: 'totp' });
    if (!kind || !person || !mayComeIn(person)) {
      if (wrong >= freeTries) {
        const detail = `${wrong} wrong codes, the last for ${JSON.stringify(name)} from ${address}`;
        audit({ name: 'hub', via: 'hub' }, 'wrong-codes', detail);
      }
      throw new HttpProblem('sign_in_failed');
    }
    attempts.succeed(keys);
    begin(context, { person: name, device: null, via: 'totp', role: person.role });
  }

  function signInByLink(context: RouteContext, link: string): void {
    const keys = [`link:${addressOf(context)}`];
    countTry(keys);
    const name = linkCodes.redeem(link.replace(/\D/g, ''), now());
    const device = name === undefined ? null : devices.get(name);
    if (!device || device.revokedAt !== null || device.suspendedAt !== null) {
      throw new HttpProblem('sign_in_failed', {
        detail: 'this code is wrong, used, or older than two minutes',
      });
    }
    attempts.succeed(keys);
    const { person, role } = device;
    begin(context, { person, device: device.name, via: 'link', role });
  }

  async function signInByPasskey(context: RouteContext, passkey: Assertion): Promise<void> {
    const party = requireParty(rooms.partyOf(context));
    const keys = [`passkey:${addressOf(context)}`];
    countTry(keys);
    const name = await webauthn.verify('sign-in', party, passkey);
    const person = name === undefined ? null : persons.get(name);
    if (!person || !mayComeIn(person)) throw new HttpProblem('sign_in_failed');
    attempts.succeed(keys);
    begin(context, { person: person.name, device: null, via: 'passkey', role: person.role });
  }

  /** While a phone of theirs is suspended nothing is: whoever has it may have made keys of their own. */
  function mayComeIn({ name, endsAt }: Person): boolean {
    const isSuspended = ({ person, suspendedAt, revokedAt }: Device) =>
      person === name && suspendedAt !== null && revokedAt === null;
    return (endsAt === null || endsAt >= now()) && !devices.list().some(isSuspended);
  }

  return [
    {
      method: 'GET',
      path: '/api/session',
      access: 'guest',
      handle(context) {
        const { name, via, role } = callerOf(context);
        context.body = { name, via, role } satisfies Session;
      },
    },
    {
      method: 'POST',
      path: '/api/session',
      access: 'public',
      async handle(context) {
        const body = await readBody(context, anySignIn);
        if ('link' in body) signInByLink(context, body.link);
        else if ('passkey' in body) await signInByPasskey(context, body.passkey);
        else await signInByCode(context, body.name, body.code);
      },
    },
    {
      method: 'DELETE',
      path: '/api/session',
      access: 'guest',
      handle(context) {
        const { name, via } = callerOf(context);
        const token = readCookie(context.req.headers.cookie, sessionCookie);
        if (token !== undefined) sessions.end(token);
        onEnded();
        if (token !== undefined) audit({ name, via }, 'sign-out', 'signed out');
        context.set('Set-Cookie', `${sessionCookie}=; ${cookieAttributes}; Max-Age=0`);
        context.status = 204;
      },
    },
  ];
}
