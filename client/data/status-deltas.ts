import type { Event, IncidentSummary, Level, Status, Temperature } from '../../server/protocol.ts';

/**
 * Applies an event to a snapshot. An event older than what the snapshot knows of the sensor changes
 * nothing: after a reconnection the stream repeats the past.
 */
export function applyEvent(status: Status, event: Event): Status {
  return changeSensor(status, event.sensor, event.at, kind => levelAfter(kind, event));
}

export function applyTemperature(status: Status, reading: Temperature): Status {
  return changeSensor(status, reading.sensor, reading.at, () => reading.celsius);
}

/** One that is over and was not the current one, such as an old one that was marked, changes nothing. */
export function applyIncident(status: Status, incident: IncidentSummary): Status {
  const { id, closedAt } = incident;
  const known = status.incident;
  const isNewer = closedAt === null && (known === null || id > known.id);
  return id === known?.id || isNewer ? { ...status, incident } : status;
}

function levelAfter(kind: string, event: Event): Level {
  if (kind === 'motion') return event.kind === 'trigger' ? 'active' : 'idle';
  return event.kind === 'trigger' ? 'open' : 'closed';
}

function changeSensor(
  status: Status,
  id: string,
  at: string,
  change: (kind: string) => Level | number,
): Status {
  let changed = false;
  const sensors = status.sensors.map(sensor => {
    if (sensor.id !== id || isOlder(at, sensor.since)) return sensor;
    changed = true;
    return { ...sensor, state: change(sensor.kind), since: at };
  });
  return changed ? { ...status, sensors } : status;
}

function isOlder(at: string, than: string | null): boolean {
  return than !== null && Date.parse(at) < Date.parse(than);
}
