import type { Context } from 'koa';
import { HttpProblem } from '../errors.ts';
import type { Identity } from '../people/identity.ts';
import type { By, Confirmable, Role } from '../protocol.ts';

export interface State {
  identity: Identity | undefined;
  /** The hub that sends, behind a route for such. */
  sender?: string;
}

export type RouteContext = Context & { state: State; params: Record<string, string> };

/**
 * The least that a caller must be. `public` is for what a stranger may have, `witness` for another hub
 * with its token, and for nobody else: no person stands above it.
 */
type Access = 'public' | 'witness' | Role;

/** Routes are data, so that none can be mounted without saying whom it answers. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  access: Access;
  /** Not for whoever has a code or a passkey alone. */
  needsCertificate?: boolean;
  /** Asks for a fresh confirmation where the configuration says so. */
  confirm?: Confirmable;
  /** What it leaves as the body is sent as JSON; a string or a Buffer is JSON already. */
  handle(context: RouteContext): void | Promise<void>;
}

const rank: Record<Role, number> = { guest: 0, member: 1, admin: 2 };

export function isAllowed(role: Role, access: Role): boolean {
  return rank[role] >= rank[access];
}

/** @throws HttpProblem when the route is not for this caller */
export function admit({ access, needsCertificate }: Route, identity: Identity | undefined): void {
  if (access === 'public') return;
  if (!identity || access === 'witness') throw new HttpProblem('unauthenticated');
  if (!isAllowed(identity.role, access)) throw new HttpProblem('forbidden');
  // A linked app was vouched for by its device's certificate.
  const isVouched = identity.via === 'certificate' || identity.via === 'link';
  if (needsCertificate && !isVouched) throw new HttpProblem('needs_certificate');
}

/** Who it is. Behind a route that is not public there always is somebody. */
export function callerOf({ state: { identity } }: RouteContext): Identity {
  if (!identity) throw new HttpProblem('unauthenticated');
  return identity;
}

/** Which hub sends. Behind a route for hubs there always is one. */
export function senderOf({ state: { sender } }: RouteContext): string {
  if (sender === undefined) throw new HttpProblem('unauthenticated');
  return sender;
}

export function actorOf(context: RouteContext): By {
  const { name, via } = callerOf(context);
  return { name, via };
}
