import { z } from 'zod';
import type { Incident } from '../../alarm/alarm-state.ts';
import type { Controller } from '../../alarm/controller.ts';
import { HttpProblem } from '../../errors.ts';
import type { By, Status } from '../../protocol.ts';
import { summarise } from '../../status.ts';
import { readBody } from '../input.ts';
import type { Route, RouteContext } from '../route.ts';

export interface HouseRooms {
  controller: Controller;
  status: () => Status;
  restart: (by: By) => void;
  /** Runs a write of the store; a disk that refuses becomes `storage`. */
  write: (work: () => void) => void;
}

const modeRequest = z.strictObject({
  mode: z.enum(['off', 'monitor', 'alert'], 'write off, monitor or alert'),
  profile: z.enum(['away', 'night', 'home'], 'write away, night or home').optional(),
  bypass: z
    .array(z.string('write sensor ids').max(64), 'write a list of sensor ids')
    .max(200)
    .optional(),
});

/** Who does it. Behind a route that is not public there always is somebody. */
function actor({ state: { identity } }: RouteContext): By {
  if (!identity) throw new HttpProblem('unauthenticated');
  return { name: identity.name, via: identity.via };
}

export function houseRoutes({ controller, status, restart, write }: HouseRooms): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/status',
      access: 'guest',
      handle(context) {
        context.body = status();
      },
    },
    {
      method: 'PUT',
      path: '/api/mode',
      access: 'member',
      async handle(context) {
        const { mode, profile, bypass } = await readBody(context, modeRequest);
        if (mode !== 'alert' && (profile !== undefined || bypass?.length)) {
          const message = 'goes with mode alert only';
          const path = profile === undefined ? 'bypass' : 'profile';
          throw new HttpProblem('invalid', { errors: [{ path, message }] });
        }
        write(() =>
          controller.command(
            { mode, ...(profile ? { profile } : {}), ...(bypass ? { bypass } : {}) },
            actor(context),
          ),
        );
        context.body = status();
      },
    },
    {
      method: 'POST',
      path: '/api/incidents/:id/acknowledge',
      access: 'member',
      handle(context) {
        const id = context.params.id ?? '';
        let incident: Incident | undefined;
        write(() => {
          incident = controller.acknowledge(id, actor(context));
        });
        if (!incident)
          throw new HttpProblem('not_found', { detail: 'this is not an open incident' });
        context.body = summarise(incident);
      },
    },
    {
      method: 'POST',
      path: '/api/restart',
      access: 'admin',
      handle(context) {
        restart(actor(context));
        context.status = 202;
        context.body = { restarting: true };
      },
    },
  ];
}
