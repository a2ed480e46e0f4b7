import type {
  AuditPage,
  DayCounts,
  Event,
  EventPage,
  IncidentSummary,
  Notice,
  Problem,
  Session,
  Status,
  Temperature,
} from '../../server/protocol.ts';

/**
 * Whether a value has the shape that the screens rely on. The hub is trusted with the content; what
 * these keep out is another version's storage, a captive portal's page or a proxy's error.
 */
export type Guard<T> = (value: unknown) => value is T;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function hasStrings(value: unknown, ...keys: string[]): value is Record<string, unknown> {
  return isRecord(value) && keys.every(key => typeof value[key] === 'string');
}

export function isSession(value: unknown): value is Session {
  return hasStrings(value, 'name', 'via', 'role');
}

export function isStatus(value: unknown): value is Status {
  return (
    hasStrings(value, 'at', 'mode', 'since', 'startedAt', 'version', 'site', 'timeZone') &&
    hasStrings(value.alarm, 'state') &&
    Array.isArray(value.alarm.heard) &&
    Array.isArray(value.flags) &&
    Array.isArray(value.sensors) &&
    value.sensors.every(sensor => hasStrings(sensor, 'id', 'name', 'kind')) &&
    Array.isArray(value.garage) &&
    value.garage.every(door => hasStrings(door, 'id', 'name', 'position')) &&
    (value.incident === null || isIncident(value.incident))
  );
}

export function isIncident(value: unknown): value is IncidentSummary {
  return hasStrings(value, 'id', 'openedAt') && Array.isArray(value.trips);
}

export function isEvent(value: unknown): value is Event {
  return hasStrings(value, 'id', 'at', 'sensor', 'kind', 'mode');
}

export function isEventPage(value: unknown): value is EventPage {
  return (
    hasStrings(value, 'day', 'timeZone') &&
    Array.isArray(value.events) &&
    value.events.every(isEvent) &&
    (value.next === null || typeof value.next === 'string')
  );
}

export function isDayCounts(value: unknown): value is DayCounts {
  return (
    isRecord(value) &&
    Array.isArray(value.days) &&
    value.days.every(entry => hasStrings(entry, 'day') && isRecord(entry.counts))
  );
}

export function isTemperature(value: unknown): value is Temperature {
  return hasStrings(value, 'id', 'at', 'sensor') && typeof value.celsius === 'number';
}

export function isNotice(value: unknown): value is Notice {
  return hasStrings(value, 'id', 'at', 'code', 'text');
}

export function isAuditPage(value: unknown): value is AuditPage {
  return (
    hasStrings(value, 'day', 'timeZone') &&
    Array.isArray(value.entries) &&
    value.entries.every(entry => hasStrings(entry, 'id', 'at', 'action', 'detail'))
  );
}

export function isProblem(value: unknown): value is Problem {
  return hasStrings(value, 'title', 'code');
}
