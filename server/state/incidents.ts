import type { Incident, Step } from '../alarm/alarm-state.ts';
import type { IncidentStep } from '../protocol.ts';
import type { State } from './state.ts';

interface StoredStep {
  at: number;
  kind: IncidentStep['kind'];
  sensor: string;
  /** What else a step has to say, such as by whom. */
  rest: Pick<Step, 'by' | 'detail'>;
}

export interface Incidents {
  /** Joins a transaction that is open. */
  save(incident: Incident): void;
  /** Adds to its record; joins a transaction that is open. */
  addStep(incident: string, step: Step, isPractice: boolean): void;
  get(id: string): Incident | undefined;
  /** Newest first; older than `before` when one is named. */
  list(before: string | undefined, limit: number): Incident[];
  /** In order. `leftOut` were counted and not kept. */
  steps(incident: string): { steps: StoredStep[]; leftOut: number };
}

/**
 * A sensor that chatters for days must not fill the disk: what it does beyond that is counted in the
 * incident, and recorded as events like any other. What people and the alarm do is always kept.
 */
const keptSteps = 2000;

/**
 * @param onStep told of each step that is kept and is no practice’s, in the transaction that records it
 */
export function createIncidents(
  state: State,
  onStep: (incident: string, step: Step) => void = () => undefined,
): Incidents {
  const { query } = state;
  const counts = new Map<string, number>();
  const upsert = state.prepare(
    query
      .insertInto('incidents')
      .values({ id: '', opened_at: 0, closed_at: null, body: '' })
      .onConflict(conflict =>
        conflict.column('id').doUpdateSet({
          closed_at: ({ ref }) => ref('excluded.closed_at'),
          body: ({ ref }) => ref('excluded.body'),
        }),
      ),
  );
  const insertStep = state.prepare(
    query
      .insertInto('incident_steps')
      .values({ incident: '', n: 0, at: 0, kind: '', sensor: '', body: '' })
      // A transaction that was undone has counted, so a number may be passed over, never given twice.
      .onConflict(conflict => conflict.doNothing()),
  );

  function lastOf(incident: string): number {
    const known = counts.get(incident);
    if (known !== undefined) return known;
    const rows = query.selectFrom('incident_steps').select('n').where('incident', '=', incident);
    return state.first(rows.orderBy('n', 'desc').limit(1))?.n ?? 0;
  }

  return {
    save(incident) {
      upsert(incident.id, incident.openedAt, incident.closedAt, JSON.stringify(incident));
    },
    addStep(incident, step, isPractice) {
      const { at, kind, sensor = '', ...rest } = step;
      const n = lastOf(incident) + 1;
      // One incident is open at a time.
      if (!counts.has(incident)) counts.clear();
      counts.set(incident, n);
      if (n > keptSteps && (kind === 'trip' || kind === 'restore')) return;
      const body = Object.keys(rest).length > 0 ? JSON.stringify(rest) : '';
      insertStep(incident, n, at, kind, sensor, body);
      if (!isPractice) onStep(incident, step);
    },
    get(id) {
      const row = state.first(query.selectFrom('incidents').select('body').where('id', '=', id));
      return row && read(row.body);
    },
    list(before, limit) {
      // Ids grow with time, and so does their order.
      const rows = query.selectFrom('incidents').select('body').orderBy('id', 'desc').limit(limit);
      return state
        .all(before === undefined ? rows : rows.where('id', '<', before))
        .map(row => read(row.body));
    },
    steps(incident) {
      const rows = state.all(
        query
          .selectFrom('incident_steps')
          .select(['n', 'at', 'kind', 'sensor', 'body'])
          .where('incident', '=', incident)
          .orderBy('n'),
      );
      const steps = rows.map(({ at, kind, sensor, body }) => ({
        ...{ at, kind: toStepKind(kind), sensor },
        rest: body === '' ? {} : JSON.parse(body),
      }));
      return { steps, leftOut: Math.max(0, lastOf(incident) - rows.length) };
    },
  };
}

/** Every kind there is: a table, so that none can be forgotten. */
const stepKinds: Record<IncidentStep['kind'], true> = {
  ...{
    trip: true,
    restore: true,
    temperature: true,
    fault: true,
    panic: true,
    entry: true,
    'exit-error': true,
  },
  ...{ confirmed: true, quiet: true, 'alarm-over': true, mode: true },
  ...{ acknowledged: true, closed: true, marked: true },
};

/** The text columns come back as the words that were put in. */
function toStepKind(text: string): IncidentStep['kind'] {
  return isStepKind(text) ? text : 'trip';
}

function isStepKind(text: string): text is IncidentStep['kind'] {
  return Object.hasOwn(stepKinds, text);
}

/** As this program wrote it; an earlier version knew less. */
function read(body: string): Incident {
  const { trips = [], ...rest }: Incident = JSON.parse(body);
  return {
    ...{ isTamper: false, confirmedAt: null, closedAt: rest.acknowledgedAt },
    ...{ mark: null, markedBy: null, calledBy: null, isPractice: false },
    ...rest,
    kind: rest.kind ?? (rest.isTamper ? 'tamper' : 'intrusion'),
    trips: trips.map(trip => ({ ...trip, lastAt: trip.lastAt ?? trip.at, count: trip.count ?? 1 })),
  };
}
