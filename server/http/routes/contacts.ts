import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { Persons } from '../../people/persons.ts';
import type { AlertSettings, By } from '../../protocol.ts';
import type { Contacts } from '../../state/contacts.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface ContactRooms {
  persons: Persons;
  contacts: Contacts;
  audit(by: By, action: string, detail: string): void;
  /** Who can be told may be somebody else now. */
  onChanged(): void;
}

const time = z
  .string('write a time such as 22:00')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time such as 22:00');
const settings = z.strictObject({
  number: z
    .string('write the number with its country, such as +61400000000, or null')
    .regex(/^\+[1-9]\d{6,14}$/, 'write the number with its country, such as +61400000000, or null')
    .nullable(),
  sms: z.boolean('write true or false'),
  push: z.boolean('write true or false'),
  quiet: z
    .strictObject({ from: time, to: time })
    .refine(({ from, to }) => from !== to, 'begin and end must differ; write null for none')
    .nullable(),
  chime: z.boolean('write true or false').default(false),
});

/** How each person wants to be told. */
export function contactRoutes({ persons, contacts, audit, onChanged }: ContactRooms): Route[] {
  function personOf(context: RouteContext): string {
    const person = persons.get((context.params.name ?? '').normalize('NFC'));
    if (!person) throw new HttpProblem('not_found', { detail: 'there is nobody of that name' });
    return person.name;
  }

  async function change(context: RouteContext, person: string): Promise<void> {
    const next = await readBody(context, settings);
    contacts.set(person, next);
    audit(actorOf(context), 'alerts', `${person}: ${describe(next)}`);
    onChanged();
    context.body = next;
  }

  return [
    {
      method: 'GET',
      path: '/api/me/alerts',
      access: 'member',
      handle(context) {
        context.body = contacts.get(callerOf(context).name);
      },
    },
    {
      method: 'PUT',
      path: '/api/me/alerts',
      access: 'member',
      handle: context => change(context, callerOf(context).name),
    },
    {
      method: 'GET',
      path: '/api/people/:name/alerts',
      access: 'admin',
      handle(context) {
        context.body = contacts.get(personOf(context));
      },
    },
    {
      method: 'PUT',
      path: '/api/people/:name/alerts',
      access: 'admin',
      confirm: 'admin',
      handle: context => change(context, personOf(context)),
    },
  ];
}

/** For the audit, which many may read: not the number itself. */
function describe({ number, sms, push, quiet }: AlertSettings): string {
  const texts = number === null ? 'no number' : `a number, texts ${sms ? 'on' : 'off'}`;
  const hours = quiet ? `quiet from ${quiet.from} to ${quiet.to}` : 'no quiet hours';
  return `${texts}, notifications ${push ? 'on' : 'off'}, ${hours}`;
}
