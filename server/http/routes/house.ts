import { z } from 'zod';
import type { Controller } from '../../alarm/controller.ts';
import { HttpProblem } from '../../errors.ts';
import type { By, Confirmable, ModeRequest, Status } from '../../protocol.ts';
import { statusFor } from '../../status.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface HouseRooms {
  controller: Controller;
  status: () => Status;
  /** Of a garage door. */
  isForGuests(id: string): boolean;
  restart: (by: By) => void;
  /** How long a practice lasts when nobody says. */
  practiceMinutes: number;
  /** Runs a write of the store; a disk that refuses becomes `storage`. */
  write: (work: () => void) => void;
  /** @throws HttpProblem `confirmation_needed` */
  requireConfirmation(context: RouteContext, action: Confirmable): void;
}

const minutesFix = 'write minutes from 0, which ends it, to 240';
const modeRequest = z.strictObject({
  mode: z.enum(['off', 'monitor', 'alert'], 'write off, monitor or alert'),
  profile: z.enum(['away', 'night', 'home'], 'write away, night or home').optional(),
  bypass: z
    .array(z.string('write sensor ids').max(64), 'write a list of sensor ids')
    .max(200)
    .optional(),
  now: z.boolean('write true or false').optional(),
});
const practiceRequest = z.strictObject({
  minutes: z.int(minutesFix).min(0, minutesFix).max(240, minutesFix).optional(),
});

export function houseRoutes(rooms: HouseRooms): Route[] {
  const { controller, status, restart, write, requireConfirmation } = rooms;
  return [
    {
      method: 'GET',
      path: '/api/status',
      access: 'guest',
      handle(context) {
        context.body = statusFor(callerOf(context).role, status(), rooms.isForGuests);
      },
    },
    {
      method: 'PUT',
      path: '/api/mode',
      access: 'member',
      async handle(context) {
        const request = await readBody(context, modeRequest);
        const { mode } = request;
        const { profile, bypass = [], now } = request;
        const given = { profile, bypass: bypass.length > 0, now };
        const foreign = (['profile', 'bypass', 'now'] as const).find(key => given[key]);
        if (mode !== 'alert' && foreign !== undefined) {
          const message = 'goes with mode alert only';
          const path = foreign;
          throw new HttpProblem('invalid', { errors: [{ path, message }] });
        }
        const asked: ModeRequest = {
          mode,
          ...(profile ? { profile } : {}),
          ...(bypass.length > 0 ? { bypass } : {}),
          ...(now ? { now } : {}),
        };
        if (controller.isWatchingLess(asked)) requireConfirmation(context, 'disarm');
        write(() => controller.command(asked, actorOf(context)));
        context.body = status();
      },
    },
    {
      method: 'DELETE',
      path: '/api/arming',
      access: 'member',
      handle(context) {
        // Back to what is armed already makes nothing deaf.
        const { exit } = controller.alarm;
        if (exit && exit.before.mode !== 'alert') requireConfirmation(context, 'disarm');
        write(() => controller.cancelArming(actorOf(context)));
        context.body = status();
      },
    },
    {
      method: 'POST',
      path: '/api/panic',
      access: 'member',
      handle(context) {
        write(() => controller.panic(actorOf(context)));
        context.body = status();
      },
    },
    {
      method: 'PUT',
      path: '/api/practice',
      access: 'member',
      // Whoever holds a phone could make the house deaf with it, as by switching the alarm off.
      confirm: 'disarm',
      async handle(context) {
        const { minutes = rooms.practiceMinutes } = await readBody(context, practiceRequest);
        write(() => controller.practise(minutes * 60_000, actorOf(context)));
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
