import type { Incident } from '../alarm/alarm-state.ts';
import type { State } from './state.ts';

export interface Incidents {
  /** Joins a transaction that is open. */
  save(incident: Incident): void;
}

export function createIncidents(state: State): Incidents {
  return {
    save(incident) {
      const row = {
        opened_at: incident.openedAt,
        closed_at: incident.acknowledgedAt,
        body: JSON.stringify(incident),
      };
      state.run(
        state.query
          .insertInto('incidents')
          .values({ id: incident.id, ...row })
          .onConflict(conflict => conflict.column('id').doUpdateSet(row)),
      );
    },
  };
}
