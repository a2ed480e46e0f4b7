import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { Plans } from '../../plans/plans.ts';
import type { Status } from '../../protocol.ts';
import { readBody } from '../input.ts';
import { actorOf, type Route } from '../route.ts';

export interface LaterRooms {
  plans: Pick<Plans, 'setLater' | 'clearLater'>;
  status: () => Status;
  write: (work: () => void) => void;
}

const request = z.strictObject({
  at: z.iso.datetime('write a time such as 2026-12-24T22:00:00.000Z'),
  profile: z.enum(['away', 'night', 'home'], 'write away, night or home'),
});

/** Arming once, at an hour of today or tonight. */
export function laterRoutes({ plans, status, write }: LaterRooms): Route[] {
  return [
    {
      method: 'PUT',
      path: '/api/later',
      access: 'member',
      async handle(context) {
        const asked = await readBody(context, request);
        write(() => plans.setLater(asked, actorOf(context)));
        context.body = status();
      },
    },
    {
      method: 'DELETE',
      path: '/api/later',
      access: 'member',
      handle(context) {
        let wasSet = false;
        write(() => {
          wasSet = plans.clearLater(actorOf(context));
        });
        if (!wasSet) throw new HttpProblem('not_found', { detail: 'nothing is to be armed later' });
        context.body = status();
      },
    },
  ];
}
