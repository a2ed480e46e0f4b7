import type { Context } from 'koa';
import type { Identity } from '../people/identity.ts';
import type { Role } from '../protocol.ts';

export interface State {
  identity: Identity | undefined;
}

export type RouteContext = Context & { state: State; params: Record<string, string> };

/** The least that a caller must be. `public` is for what a stranger may have. */
type Access = 'public' | Role;

/** Routes are data, so that none can be mounted without saying whom it answers. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  access: Access;
  /** What it leaves as the body is sent as JSON; a string or a Buffer is JSON already. */
  handle(context: RouteContext): void | Promise<void>;
}

const rank: Record<Role, number> = { guest: 0, member: 1, admin: 2 };

export function isAllowed(role: Role, access: Role): boolean {
  return rank[role] >= rank[access];
}
