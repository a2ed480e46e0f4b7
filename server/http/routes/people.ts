import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { Pairings } from '../../people/pairings.ts';
import type { People } from '../../people/people.ts';
import type { Person } from '../../people/persons.ts';
import type { By, NewAuthenticator, PersonRow, Removal } from '../../protocol.ts';
import { toIso } from '../../status.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';
import { requireOtherAdmin } from './devices.ts';

export interface PeopleRooms extends People {
  pairings: Pairings;
  site: string;
  /** SVG of a QR code. */
  drawQr(text: string): Promise<string>;
  now(): number;
  audit(by: By, action: string, detail: string): void;
  onAccess(): void;
}

const change = z.strictObject({
  role: z.enum(['admin', 'member', 'guest'], 'write admin, member or guest').optional(),
  endsAt: z.iso
    .datetime('write a time such as 2026-12-24T10:00:00.000Z, or null')
    .nullable()
    .optional(),
});

/** What the hub cannot end when somebody goes. */
const stillThere = [
  'Backups of the hub still hold what was recorded, with their name.',
  'The Wi-Fi password: change it, if they know it.',
  'Apple Home and other systems that they were added to: remove them there.',
  'The app’s icon and the profile on their phones open nothing any more; they can be deleted there.',
];

/** The people of the house. */
export function peopleRoutes(rooms: PeopleRooms): Route[] {
  const { persons, devices, sessions, pairings, authenticator } = rooms;
  const { site, drawQr, now, audit, onAccess } = rooms;

  function named(context: RouteContext): Person {
    const person = persons.get((context.params.name ?? '').normalize('NFC'));
    if (!person) throw new HttpProblem('not_found', { detail: 'there is nobody of that name' });
    return person;
  }

  function toRow({ name, role, endsAt }: Person): PersonRow {
    const own = devices.list().filter(({ person, revokedAt }) => person === name && !revokedAt);
    return {
      ...{ name, role },
      endsAt: endsAt === null ? null : toIso(endsAt),
      devices: own.map(device => device.name),
      ...persons.spareKeys(name),
      sessions: sessions.list(name, now()).length,
    };
  }

  return [
    {
      method: 'GET',
      path: '/api/people',
      access: 'admin',
      handle(context) {
        context.body = { people: persons.list().map(toRow) };
      },
    },
    {
      method: 'PUT',
      path: '/api/people/:name',
      access: 'admin',
      needsCertificate: true,
      confirm: 'admin',
      async handle(context) {
        const body = await readBody(context, change);
        // Looked for after the body came: it may have taken its time.
        const person = named(context);
        const { role = person.role, endsAt } = body;
        if (endsAt && role === 'admin') {
          const message = 'an admin has no end; make them a member or a guest';
          throw new HttpProblem('invalid', { errors: [{ path: 'endsAt', message }] });
        }
        if (role !== 'admin') {
          requireOtherAdmin(devices, now(), other => other.person !== person.name, person);
        }
        if (role !== person.role) pairings.cancelOf({ person: person.name });
        persons.set(person.name, role, now());
        if (endsAt !== undefined) {
          persons.setEnd(person.name, endsAt === null ? null : Date.parse(endsAt));
        } else if (role === 'admin') persons.setEnd(person.name, null);
        const until = endsAt ? `, until ${endsAt}` : '';
        audit(actorOf(context), 'role', `${person.name} is ${role}${until}`);
        onAccess();
        context.body = toRow(persons.get(person.name) ?? person);
      },
    },
    {
      method: 'DELETE',
      path: '/api/people/:name',
      access: 'admin',
      needsCertificate: true,
      confirm: 'admin',
      handle(context) {
        const person = named(context);
        requireOtherAdmin(devices, now(), other => other.person !== person.name, person);
        pairings.cancelOf({ person: person.name });
        const issued = devices
          .list()
          .filter(({ issuedBy, person: owner, revokedAt }) => {
            return issuedBy === person.name && owner !== person.name && revokedAt === null;
          })
          .map(({ name }) => name);
        const ended = persons.remove(person.name, now());
        if (!ended) throw new HttpProblem('not_found');
        audit(actorOf(context), 'remove', `${person.name} is removed`);
        onAccess();
        const { hadAuthenticator, ...counts } = ended;
        context.body = {
          ended: { ...counts, authenticator: hadAuthenticator },
          issued,
          stillThere:
            person.role === 'admin'
              ? [
                  ...stillThere,
                  'Whoever could open the hub’s data folder may have copied its keys: `npm run pki -- rotate --admin NAME` makes new ones.',
                ]
              : stillThere,
        } satisfies Removal;
      },
    },
    {
      method: 'POST',
      path: '/api/people/:name/authenticator',
      access: 'guest',
      needsCertificate: true,
      confirm: 'admin',
      async handle(context) {
        const person = named(context);
        const caller = callerOf(context);
        const isOwn = caller.name === person.name;
        if (!isOwn && caller.role !== 'admin') throw new HttpProblem('not_found');
        const made = await authenticator.enrol(person.name, `sec53 ${site}`, now());
        onAccess();
        audit(actorOf(context), 'enrol', `an authenticator for ${person.name}`);
        const { address, recoveryCodes } = made;
        context.status = 201;
        const qr = await drawQr(address);
        context.body = { address, qr, recoveryCodes } satisfies NewAuthenticator;
      },
    },
  ];
}
