import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { Attempts } from '../../people/attempts.ts';
import type { Authenticator } from '../../people/authenticator.ts';
import type { Devices } from '../../people/devices.ts';
import { readCookie, sessionCookie } from '../../people/identity.ts';
import { idleMs, type Sessions } from '../../people/sessions.ts';
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
        const keys = [`account:${name}`, `address:${context.req.socket.remoteAddress ?? ''}`];
        const waitMs = attempts.waitMs(keys, now());
        if (waitMs > 0) {
          throw new HttpProblem('too_many_tries', { retryAfter: Math.ceil(waitMs / 1000) });
        }
        // Counted before it is looked at: tries made at the same time count too.
        attempts.fail(keys, now());
        const isRight = await authenticator.verify(name, code, now());
        const device = devices.get(name);
        if (!isRight || !device || device.revokedAt !== null) {
          throw new HttpProblem('sign_in_failed');
        }
        attempts.succeed(keys);
        const old = readCookie(context.req.headers.cookie, sessionCookie);
        if (old !== undefined) sessions.end(old);
        const token = sessions.create(name, now());
        audit({ name, via: 'totp' }, 'sign-in', 'signed in with a code');
        const maxAge = Math.floor(idleMs / 1000);
        context.set(
          'Set-Cookie',
          `${sessionCookie}=${token}; ${cookieAttributes}; Max-Age=${maxAge}`,
        );
        context.body = { name, via: 'totp', role: device.role } satisfies Session;
      },
    },
    {
      method: 'DELETE',
      path: '/api/session',
      access: 'guest',
      handle(context) {
        const token = readCookie(context.req.headers.cookie, sessionCookie);
        if (token !== undefined) sessions.end(token);
        onEnded();
        context.set('Set-Cookie', `${sessionCookie}=; ${cookieAttributes}; Max-Age=0`);
        context.status = 204;
      },
    },
  ];
}
