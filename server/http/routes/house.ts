import { z } from 'zod';
import type { Controller } from '../../alarm/controller.ts';
import { HttpProblem } from '../../errors.ts';
import type { By, Confirmable, Status } from '../../protocol.ts';
import { statusFor } from '../../status.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface HouseRooms {
  controller: Controller;
  status: () => Status;
  restart: (by: By) => void;
  /** Runs a write of the store; a disk that refuses becomes `storage`. */
  write: (work: () => void) => void;
  /** @throws HttpProblem `confirmation_needed` */
  requireConfirmation(context: RouteContext, action: Confirmable): void;
}

const modeRequest = z.strictObject({
  mode: z.enum(['off', 'monitor', 'alert'], 'write off, monitor or alert'),
  profile: z.enum(['away', 'night', 'home'], 'write away, night or home').optional(),
  bypass: z
    .array(z.string('write sensor ids').max(64), 'write a list of sensor ids')
    .max(200)
    .optional(),
});

export function houseRoutes(rooms: HouseRooms): Route[] {
  const { controller, status, restart, write, requireConfirmation } = rooms;
  return [
    {
      method: 'GET',
      path: '/api/status',
      access: 'guest',
      handle(context) {
        context.body = statusFor(callerOf(context).role, status());
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
        if (mode !== 'alert' && status().mode === 'alert') requireConfirmation(context, 'disarm');
        write(() =>
          controller.command(
            { mode, ...(profile ? { profile } : {}), ...(bypass ? { bypass } : {}) },
            actorOf(context),
          ),
        );
        context.body = status();
      },
    },
    {
      method: 'POST',
      path: '/api/restart',
      access: 'admin',
      confirm: 'admin',
      handle(context) {
        restart(actorOf(context));
        context.status = 202;
        context.body = { restarting: true };
      },
    },
  ];
}
