import type { Incident } from '../alarm/alarm-state.ts';
import type { Incidents } from './incidents.ts';

const pageSize = 50;

/**
 * Incidents since a moment of which somebody said that they were real, newest first. Those of temperatures
 * are left out: the replay plays none.
 */
export function realIncidents(incidents: Pick<Incidents, 'list'>, from: number): Incident[] {
  const real: Incident[] = [];
  let before: string | undefined;
  for (;;) {
    const page = incidents.list(before, pageSize);
    real.push(
      ...page.filter(
        ({ kind, mark, openedAt }) => kind !== 'temperature' && mark === 'real' && openedAt >= from,
      ),
    );
    const last = page.at(-1);
    if (!last || last.openedAt < from) return real;
    before = last.id;
  }
}
