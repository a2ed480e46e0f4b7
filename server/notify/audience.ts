import type { Audience, Recipient } from '../alarm/alerting-state.ts';
import type { Config } from '../config/config.ts';
import type { Persons } from '../people/persons.ts';
import type { Contacts } from '../state/contacts.ts';

export interface AudienceRooms {
  notify: Config['notify'];
  persons: Persons;
  contacts: Contacts;
  /** Subscriptions that a message may go to now. */
  pushTargets(): readonly { id: string; person: string }[];
}

/** Everybody whom an alarm can reach, and who of them asked not to be woken at this local time. */
export function createAudience(
  { notify, persons, contacts, pushTargets }: AudienceRooms,
  isOver: (endsAt: number | null) => boolean,
): (timeOfDay: string) => Audience {
  return timeOfDay => {
    const sms = new Map<string, Recipient>();
    const own = new Map(
      (notify.sms ? persons.list() : []).map(({ name }) => [contacts.get(name).number, name]),
    );
    /** The configuration may name a number that is somebody's of the house. */
    const ownerOf = (number: string) => {
      const owner = own.get(number);
      return owner === undefined ? {} : { owner };
    };
    const add = (recipient: Recipient) => {
      if (!sms.has(recipient.address)) sms.set(recipient.address, recipient);
    };
    for (const { number, name, quietHours } of notify.sms?.recipients ?? []) {
      const isQuiet = isWithin(timeOfDay, quietHours);
      add({ address: number, person: name === number ? '' : name, isQuiet, ...ownerOf(number) });
    }
    for (const { name, role, endsAt } of notify.sms ? persons.list() : []) {
      const { number, sms: isOn, quiet } = contacts.get(name);
      // A guest sees how things stand, not what happens.
      if (number === null || !isOn || role === 'guest' || isOver(endsAt)) continue;
      add({ address: number, person: name, isQuiet: isWithin(timeOfDay, quiet) });
    }
    const push = notify.push
      ? pushTargets().flatMap(({ id, person }) => {
          const { push: isOn, quiet, chime } = contacts.get(person);
          const isQuiet = isWithin(timeOfDay, quiet);
          const wish = chime ? { wantsChime: true as const } : {};
          return isOn ? [{ address: id, person, isQuiet, ...wish }] : [];
        })
      : [];
    const escalation = notify.sms
      ? notify.escalate.map(number => ({
          ...{ address: number, person: '', isQuiet: false },
          ...ownerOf(number),
        }))
      : [];
    return { sms: [...sms.values()], push, escalation };
  };
}

/** Local times of day; hours that end before they begin go over midnight. */
export function isWithin(
  timeOfDay: string,
  hours: { from: string; to: string } | null | undefined,
): boolean {
  if (!hours) return false;
  const { from, to } = hours;
  return from <= to ? from <= timeOfDay && timeOfDay < to : timeOfDay >= from || timeOfDay < to;
}
