import { z } from 'zod';
import type { Incident } from '../../alarm/alarm-state.ts';
import type { Controller } from '../../alarm/controller.ts';
import { HttpProblem } from '../../errors.ts';
import { toMessageRow } from '../../notify/message-row.ts';
import type { IncidentDetails, IncidentPage } from '../../protocol.ts';
import type { Incidents } from '../../state/incidents.ts';
import type { Outbox } from '../../state/outbox.ts';
import { summarise, toIso } from '../../status.ts';
import { readBody, readQuery } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface IncidentRooms {
  controller: Controller;
  incidents: Incidents;
  outbox: Outbox;
  /** Runs a write of the store; a disk that refuses becomes `storage`. */
  write: (work: () => void) => void;
}

const pageQuery = z.strictObject({
  before: z.string('write an incident’s id').max(64).optional(),
  limit: z.coerce
    .number('write a number from 1 to 100')
    .int('write a number from 1 to 100')
    .min(1, 'write a number from 1 to 100')
    .max(100, 'write a number from 1 to 100')
    .default(20),
});
const markRequest = z.strictObject({
  mark: z
    .enum(['real', 'us', 'pet', 'sun', 'test'], 'write real, us, pet, sun, test or null')
    .nullable(),
});

/** What happened when an alarm was raised, who was told, and what it was. */
export function incidentRoutes({ controller, incidents, outbox, write }: IncidentRooms): Route[] {
  const idOf = (context: RouteContext) => context.params.id ?? '';

  function find(id: string): Incident {
    const { incident: current } = controller.alarm;
    const incident = current?.id === id ? current : incidents.get(id);
    if (!incident) throw new HttpProblem('not_found', { detail: 'there is no such incident' });
    return incident;
  }

  return [
    {
      method: 'GET',
      path: '/api/incidents',
      access: 'member',
      handle(context) {
        const { before, limit } = readQuery(context, pageQuery);
        const found = incidents.list(before, limit + 1);
        const page = found.slice(0, limit);
        context.body = {
          incidents: page.map(summarise),
          next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
        } satisfies IncidentPage;
      },
    },
    {
      method: 'GET',
      path: '/api/incidents/:id',
      access: 'member',
      handle(context) {
        const { role, name } = callerOf(context);
        const incident = find(idOf(context));
        const { steps, leftOut } = incidents.steps(incident.id);
        context.body = {
          ...summarise(incident),
          steps: steps.map(({ at, kind, sensor, rest: { by = null, detail = '' } }) => ({
            ...{ at: toIso(at), kind, sensor: sensor === '' ? null : sensor, by, detail },
          })),
          stepsLeftOut: leftOut,
          messages: outbox.ofIncident(incident.id).map(row => toMessageRow(row, { role, name })),
        } satisfies IncidentDetails;
      },
    },
    {
      method: 'POST',
      path: '/api/incidents/:id/acknowledge',
      access: 'member',
      handle(context) {
        let incident: Incident | undefined;
        write(() => {
          incident = controller.acknowledge(idOf(context), actorOf(context));
        });
        if (!incident)
          throw new HttpProblem('not_found', { detail: 'this is not an open incident' });
        context.body = summarise(incident);
      },
    },
    {
      method: 'PUT',
      path: '/api/incidents/:id/mark',
      access: 'member',
      async handle(context) {
        const { mark } = await readBody(context, markRequest);
        let incident = find(idOf(context));
        write(() => {
          incident = controller.mark(incident.id, mark, actorOf(context)) ?? incident;
        });
        context.body = summarise(incident);
      },
    },
  ];
}
