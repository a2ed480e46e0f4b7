import type {
  IncidentDetails,
  IncidentMark,
  IncidentPage,
  IncidentSummary,
} from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { hasStrings, isIncident, isRecord } from './guards.ts';
import type { PolledState } from './polled.ts';

const PAGE = 20;
/** Messages change without a word of the stream. */
const LIVE_MS = 5_000;

export function incidentPath(id: string): string {
  return `/incident/${encodeURIComponent(id)}`;
}

/** A page of past alarms, newest first. @throws ApiError */
export function fetchIncidents(api: Api, before: string | null): Promise<IncidentPage> {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (before !== null) query.set('before', before);
  return api.get(`/api/incidents?${query}`, isIncidentPage);
}

/** @throws ApiError */
export function fetchIncident(api: Api, id: string): Promise<IncidentDetails> {
  return api.get(`/api/incidents/${encodeURIComponent(id)}`, isIncidentDetails);
}

/** Null takes the mark back. @throws ApiError */
export async function markIncident(api: Api, id: string, mark: IncidentMark | null): Promise<void> {
  await api.send('PUT', `/api/incidents/${encodeURIComponent(id)}/mark`, { mark });
}

/** How soon an incident is asked for again: one that is over, with all told, stays as it is. */
export function incidentPause({ value, error }: PolledState<IncidentDetails>): number | null {
  if (error !== null) return error.status === 404 || error.status === 403 ? null : LIVE_MS;
  const isOnItsWay = value?.messages.some(
    ({ status }) => status === 'pending' || status === 'sending',
  );
  return value?.closedAt === null || isOnItsWay ? LIVE_MS : null;
}

/** Nobody has answered it, and it can still be answered. */
export function isUnanswered(incident: IncidentSummary): boolean {
  return incident.acknowledgedBy === null && incident.closedAt === null;
}

/** What was fetched, unless the stream has said since that it was answered. */
export function latestOf(
  details: IncidentDetails | null,
  current: IncidentSummary | null,
): IncidentSummary | null {
  if (!details) return current;
  return details.acknowledgedBy === null && current?.acknowledgedBy ? current : details;
}

/** A list with what the stream last said of the newest. */
export function withCurrent(
  incidents: readonly IncidentSummary[],
  current: IncidentSummary | null,
): readonly IncidentSummary[] {
  if (!current) return incidents;
  const isKnown = incidents.some(({ id }) => id === current.id);
  return isKnown
    ? incidents.map(incident => (incident.id === current.id ? current : incident))
    : [current, ...incidents];
}

function isIncidentPage(value: unknown): value is IncidentPage {
  return isRecord(value) && Array.isArray(value.incidents) && value.incidents.every(isIncident);
}

function isIncidentDetails(value: unknown): value is IncidentDetails {
  return (
    isIncident(value) &&
    'steps' in value &&
    Array.isArray(value.steps) &&
    value.steps.every(step => hasStrings(step, 'at', 'kind')) &&
    'messages' in value &&
    Array.isArray(value.messages) &&
    value.messages.every(message => hasStrings(message, 'id', 'kind', 'channel', 'to', 'status'))
  );
}
