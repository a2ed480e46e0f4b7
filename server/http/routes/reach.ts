import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { HttpProblem } from '../../errors.ts';
import type { Notify } from '../../notify/notify.ts';
import type { Persons } from '../../people/persons.ts';
import type { By, Reach } from '../../protocol.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface ReachRouteRooms {
  notify: Notify;
  settings: Config['notify'];
  persons: Persons;
  describe(viewer: { name: string; role: 'admin' | 'member' | 'guest' }): Reach;
  write(work: () => void): void;
  now(): number;
  audit(by: By, action: string, detail: string): void;
}

const request = z.strictObject({ name: z.string('write the name that the list gives').max(64) });
const pauseMs = 30_000;
/** Nobody needs more, and they are taken from the day's text messages. */
const mostInDay = 6;
const dayMs = 24 * 3_600_000;

/** Who can be reached, and trying it out. */
export function reachRoutes(rooms: ReachRouteRooms): Route[] {
  const { notify, settings, persons, describe, write, now, audit } = rooms;
  /** When each person has tested: a finger that trembles must not use up the day's messages. */
  const testsOf = new Map<string, number[]>();

  /** @throws HttpProblem `too_many_tries` */
  function countTest(person: string): void {
    const recent = (testsOf.get(person) ?? []).filter(at => Math.abs(now() - at) < dayMs);
    const last = recent.at(-1) ?? Number.NEGATIVE_INFINITY;
    const first = recent[0] ?? Number.NEGATIVE_INFINITY;
    const waitMs = recent.length >= mostInDay ? first + dayMs - now() : last + pauseMs - now();
    if (waitMs > 0) {
      throw new HttpProblem('too_many_tries', { retryAfter: Math.ceil(waitMs / 1000) });
    }
    testsOf.set(person, [...recent, now()]);
  }

  /** The number behind a name of the list: one's own, or anybody's for an admin. */
  async function find(context: RouteContext): Promise<{ number: string; person: string }> {
    const { name } = await readBody(context, request);
    const { name: caller, role } = callerOf(context);
    const isPerson = persons.get(name) !== null;
    if (role !== 'admin' && name !== caller) throw new HttpProblem('forbidden');
    const listed = [
      ...(settings.sms?.recipients ?? []),
      ...settings.escalate.map(number => ({ number, name: number })),
    ];
    const own = isPerson ? notify.contacts.get(name).number : null;
    const number = own ?? listed.find(entry => entry.name === name)?.number ?? null;
    if (number === null) {
      throw new HttpProblem('not_found', { detail: 'there is no number under that name' });
    }
    return { number, person: name === number ? '' : name };
  }

  return [
    {
      method: 'GET',
      path: '/api/reach',
      access: 'member',
      handle(context) {
        const { name, role } = callerOf(context);
        context.body = describe({ name, role });
      },
    },
    {
      method: 'POST',
      path: '/api/reach/sms-test',
      access: 'member',
      async handle(context) {
        const { number, person } = await find(context);
        if (notify.smsProvider === null) {
          const detail = 'the hub has no provider of text messages (notify.sms)';
          throw new HttpProblem('not_possible', { detail });
        }
        const { used, cap, reserve } = describe(callerOf(context)).sms;
        if (used >= cap - reserve) {
          const detail = 'today’s text messages are used up; try it tomorrow';
          throw new HttpProblem('not_possible', { detail });
        }
        countTest(callerOf(context).name);
        audit(actorOf(context), 'test', `sent a text message to ${person || 'a listed number'}`);
        write(() => notify.testSms(number, person));
        context.status = 202;
        context.body = {};
      },
    },
    {
      method: 'POST',
      path: '/api/reach/sms-confirm',
      access: 'member',
      async handle(context) {
        const { number } = await find(context);
        if (notify.reach.get(number).acceptedAt === null) {
          const detail = 'no text message has been sent to that number yet';
          throw new HttpProblem('not_possible', { detail });
        }
        write(() => notify.reach.confirmed(number, now()));
        context.status = 204;
      },
    },
  ];
}
