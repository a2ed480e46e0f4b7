import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { Outputs } from '../../outputs/outputs.ts';
import type { GarageStatus } from '../../protocol.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route } from '../route.ts';

export interface GarageRooms {
  outputs: Pick<Outputs, 'command' | 'siren'>;
  /** A command comes after what happened before it. */
  flush(): void;
}

const request = z.strictObject({ command: z.enum(['open', 'close'], 'write open or close') });

/** What the hub switches by hand: the garage doors, and the siren for a moment. */
export function garageRoutes({ outputs, flush }: GarageRooms): Route[] {
  return [
    {
      method: 'POST',
      path: '/api/garage/:id',
      // Each door says by itself at which hours a guest may move it.
      access: 'guest',
      confirm: 'garage',
      async handle(context) {
        const { command } = await readBody(context, request);
        const { role } = callerOf(context);
        flush();
        const caller = { ...actorOf(context), role };
        const door = outputs.command(context.params.id ?? '', command, caller);
        context.status = 202;
        context.body = door satisfies GarageStatus;
      },
    },
    {
      method: 'POST',
      path: '/api/siren/test',
      access: 'admin',
      confirm: 'admin',
      async handle(context) {
        const siren = outputs.siren();
        if (!siren) throw new HttpProblem('not_found', { detail: 'this house has no siren' });
        flush();
        await siren.test(actorOf(context));
        context.status = 204;
      },
    },
  ];
}
