import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import { type Attempts, freeTries } from '../../people/attempts.ts';
import type { Authenticator } from '../../people/authenticator.ts';
import type { Devices } from '../../people/devices.ts';
import { readCookie, sessionCookie } from '../../people/identity.ts';
import { networkOf } from '../../people/network.ts';
import type { Sessions } from '../../people/sessions.ts';
import type { By, Session } from '../../protocol.ts';
import { readBody } from '../input.ts';
import type { Route } from '../route.ts';

export interface SessionRooms {
  devices: Devices;
  sessions: Sessions;
  authenticator: Authenticator;
  attempts: Attempts;
  isTotpAllowed: boolean;
  now: () => number;
  audit(by: By, action: string, detail: string): void;
  /** A session ended: its open streams must not outlive it. */
  onEnded(): void;
}

const signIn = z.strictObject({
  name: z.string('write the name').min(1, 'write the name').max(64, 'at most 64 characters'),
  code: z
    .string('write the code in quotes')
    .min(1, 'write the code')
    .max(64, 'at most 64 characters'),
});

/** Seconds, the most that browsers take. The hub ends a session that is not used much earlier. */
const longestCookie = 400 * 24 * 3600;
const cookieAttributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

export function sessionRoutes(rooms: SessionRooms): Route[] {
  const { devices, sessions, authenticator, attempts, isTotpAllowed, now, audit, onEnded } = rooms;

  return [
    {
      method: 'GET',
      path: '/api/session',
      access: 'guest',
      handle(context) {
        const { identity } = context.state;
        if (!identity) throw new HttpProblem('unauthenticated');
        context.body = {
          name: identity.name,
          via: identity.via,
          role: identity.role,
        } satisfies Session;
      },
    },
    {
      method: 'POST',
      path: '/api/session',
      access: 'public',
      async handle(context) {
        if (!isTotpAllowed) {
          throw new HttpProblem('sign_in_failed', { detail: 'this hub takes certificates only' });
        }
        const { name: written, code } = await readBody(context, signIn);
        const name = written.normalize('NFC');
        // Counted alike for names that exist and names that do not, so that nothing tells them apart.
        const address = networkOf(context.req.socket.remoteAddress ?? '');
        // A recovery code cannot be guessed, so nobody can lock its owner out of that way either.
        const isGuessable = code.replace(/[^a-z0-9]/gi, '').length < 16;
        const keys = [`address:${address}`, ...(isGuessable ? [`account:${name}`] : [])];
        const waitMs = attempts.waitMs(keys, now());
        if (waitMs > 0) {
          throw new HttpProblem('too_many_tries', { retryAfter: Math.ceil(waitMs / 1000) });
        }
        // Counted before it is looked at: tries made at the same time count too.
        const wrong = attempts.fail(keys, now());
        const isRight = await authenticator.verify(name, code, now());
        const device = devices.get(name);
        if (!isRight || !device || device.revokedAt !== null) {
          if (wrong >= freeTries) {
            const detail = `${wrong} wrong codes, the last for ${JSON.stringify(name)} from ${address}`;
            audit({ name: 'hub', via: 'hub' }, 'wrong-codes', detail);
          }
          throw new HttpProblem('sign_in_failed');
        }
        attempts.succeed(keys);
        const old = readCookie(context.req.headers.cookie, sessionCookie);
        if (old !== undefined) sessions.end(old);
        onEnded();
        const token = sessions.create(name, now());
        audit({ name, via: 'totp' }, 'sign-in', 'signed in with a code');
        context.set(
          'Set-Cookie',
          `${sessionCookie}=${token}; ${cookieAttributes}; Max-Age=${longestCookie}`,
        );
        context.body = { name, via: 'totp', role: device.role } satisfies Session;
      },
    },
    {
      method: 'DELETE',
      path: '/api/session',
      access: 'guest',
      handle(context) {
        const { identity } = context.state;
        const token = readCookie(context.req.headers.cookie, sessionCookie);
        if (token !== undefined) sessions.end(token);
        onEnded();
        if (token !== undefined && identity) {
          audit({ name: identity.name, via: identity.via }, 'sign-out', 'signed out');
        }
        context.set('Set-Cookie', `${sessionCookie}=; ${cookieAttributes}; Max-Age=0`);
        context.status = 204;
      },
    },
  ];
}
