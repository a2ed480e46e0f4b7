import type { AlertSettings } from '../protocol.ts';
import type { State } from './state.ts';

export interface Contacts {
  /** How this person wants to be told; the defaults while they have not said. */
  get(person: string): AlertSettings;
  set(person: string, settings: AlertSettings): void;
}

const defaults: AlertSettings = { number: null, sms: true, push: true, quiet: null, chime: false };

export function createContacts(state: State): Contacts {
  const { query } = state;
  const read = state.prepareRead(query.selectFrom('contacts').selectAll().where('person', '=', ''));
  return {
    get(person) {
      const [row] = read(person);
      if (!row) return defaults;
      const { number, sms, push, quiet_from: from, quiet_to: to, chime } = row;
      const quiet = from === '' ? null : { from, to };
      return { number, sms: sms === 1, push: push === 1, quiet, chime: chime === 1 };
    },
    set(person, { number, sms, push, quiet, chime }) {
      const row = {
        number,
        ...{ sms: sms ? 1 : 0, push: push ? 1 : 0 },
        ...{ quiet_from: quiet?.from ?? '', quiet_to: quiet?.to ?? '' },
        chime: chime ? 1 : 0,
      };
      state.run(
        query
          .insertInto('contacts')
          .values({ person, ...row })
          .onConflict(conflict => conflict.column('person').doUpdateSet(row)),
      );
    },
  };
}
