import { createBus } from '../server/bus.ts';
import type { Route } from '../server/http/route.ts';
import { createRoutes, type RouteRooms } from '../server/http/routes.ts';
import { createLog } from '../server/log.ts';

/** The routes of the hub, to walk; they cannot be called. */
export function allRoutes(): Route[] {
  const log = createLog(() => undefined);
  const rooms = { bus: createBus(log), log, people: {} };
  return createRoutes(rooms as RouteRooms);
}
