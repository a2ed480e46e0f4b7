import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/load-config.ts';
import { createAudience, isWithin } from '../../server/notify/audience.ts';
import { createPersons, type Persons } from '../../server/people/persons.ts';
import { type Contacts, createContacts } from '../../server/state/contacts.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';

let folder: string;
let state: State;
let persons: Persons;
let contacts: Contacts;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sec53-audience-'));
  state = await openState(folder);
  persons = createPersons(state);
  contacts = createContacts(state);
  persons.set('Mum', 'admin', 1);
  persons.set('Tom', 'member', 1);
  persons.set('Lisa', 'guest', 1);
  persons.set('Gone', 'member', 1);
  persons.setEnd('Gone', 5);
});
afterAll(async () => {
  state.close();
  await rm(folder, { recursive: true });
});

function at(time: string) {
  const { notify } = loadConfig({
    file: undefined,
    environment: {
      SEC53_NOTIFY__SMS:
        '{ provider: console, recipients: ["+61400000001", { number: "+61400000002", name: Gran, quietHours: "21:00-08:00" }] }',
      SEC53_NOTIFY__PUSH: '{ subject: "mailto:owner@example.org" }',
      SEC53_NOTIFY__ESCALATE: '["+61400000009"]',
    },
  });
  const pushTargets = () => ['Mum', 'Tom'].map(person => ({ id: `phone of ${person}`, person }));
  return createAudience({ notify, persons, contacts, pushTargets }, endsAt => endsAt === 5)(time);
}

const number = (digit: number) => `+6140000000${digit}`;

describe('whoever an alarm can be told to', () => {
  it('are the listed numbers, and people who have set one, each number once', () => {
    contacts.set('Mum', { number: number(1), sms: true, push: true, quiet: null, chime: false });
    contacts.set('Tom', { number: number(3), sms: true, push: true, quiet: null, chime: false });
    expect(at('12:00').sms).toEqual([
      { address: number(1), person: '', isQuiet: false, owner: 'Mum' },
      { address: number(2), person: 'Gran', isQuiet: false },
      { address: number(3), person: 'Tom', isQuiet: false },
    ]);
    expect(at('12:00').escalation.map(({ address }) => address)).toEqual([number(9)]);
  });

  it('are no guests, nobody whose time is over, and nobody who does not want it', () => {
    for (const name of ['Lisa', 'Gone']) {
      contacts.set(name, { number: number(4), sms: true, push: true, quiet: null, chime: false });
    }
    contacts.set('Tom', { number: number(3), sms: false, push: false, quiet: null, chime: false });
    expect(at('12:00').sms.map(({ address }) => address)).toEqual([number(1), number(2)]);
    expect(at('12:00').push.map(({ person }) => person)).toEqual(['Mum']);
  });

  it('have quiet hours, by text and by push alike, that may go over midnight', () => {
    contacts.set('Mum', {
      number: number(5),
      sms: true,
      push: true,
      quiet: { from: '22:00', to: '07:00' },
      chime: false,
    });
    const quiet = (time: string) =>
      [...at(time).sms, ...at(time).push]
        .filter(({ isQuiet }) => isQuiet)
        .map(({ person }) => person);
    expect(quiet('12:00')).toEqual([]);
    expect(quiet('21:30')).toEqual(['Gran']);
    expect(quiet('23:00')).toEqual(['Gran', 'Mum', 'Mum']);
    expect(quiet('07:30')).toEqual(['Gran']);
  });
});

describe('quiet hours', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const text = (of: number) =>
    `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;

  it('hold from their begin on, not from their end on, and for as long as they are long', () => {
    fc.assert(
      fc.property(minute, minute, (from, to) => {
        fc.pre(from !== to);
        const hours = { from: text(from), to: text(to) };
        expect(isWithin(text(from), hours)).toBe(true);
        expect(isWithin(text(to), hours)).toBe(false);
        let length = 0;
        for (let of = 0; of < 1440; of++) if (isWithin(text(of), hours)) length += 1;
        expect(length).toBe((to - from + 1440) % 1440);
      }),
      { numRuns: 50 },
    );
  });
});
