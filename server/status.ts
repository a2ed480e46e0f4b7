import type { AlarmState, Incident } from './alarm/alarm-state.ts';
import type { Flag, IncidentSummary, Role, Status } from './protocol.ts';
import type { House } from './sensors/house.ts';

export interface StatusFacts {
  alarm: AlarmState;
  house: House;
  flags: readonly Flag[];
  site: string;
  timeZone: string;
  version: string;
  /** Epoch milliseconds. */
  startedAt: number;
}

const hourMs = 3_600_000;
let hour = Number.NaN;
let hourText = '';

/** ISO 8601, UTC, with milliseconds. Times that are told together lie close together, hence the memory. */
export function toIso(at: number): string {
  const thisHour = Math.floor(at / hourMs);
  if (thisHour !== hour) {
    hour = thisHour;
    hourText = new Date(thisHour * hourMs).toISOString().slice(0, -10);
  }
  const ms = at - thisHour * hourMs;
  const minutes = Math.floor(ms / 60_000);
  const rest = (100_000 + (ms % 60_000)).toString();
  return `${hourText}${minutes < 10 ? '0' : ''}${minutes}:${rest.slice(1, 3)}.${rest.slice(3)}Z`;
}

/** What the family sees of the house at this moment. */
export function describeStatus(facts: StatusFacts): Status {
  const { alarm, house, flags, site, timeZone, version, startedAt } = facts;
  const isFaulty = house
    .zones()
    .some(({ sensor, sensorKind }) => house.level(sensor, sensorKind)?.value === 'fault');
  return {
    mode: alarm.mode,
    profile: alarm.profile,
    alarm: {
      state: alarm.phase,
      ...(alarm.deadline === null ? {} : { deadline: toIso(alarm.deadline) }),
      confirmed: alarm.confirmed,
      memory: alarm.memory,
    },
    since: toIso(alarm.since),
    by: alarm.by,
    startedAt: toIso(startedAt),
    version,
    site,
    timeZone,
    sensors: house.zones().map(zone => {
      const level = house.level(zone.sensor, zone.sensorKind);
      return {
        id: zone.sensor,
        name: zone.name,
        kind: zone.sensorKind,
        zone: zone.kind,
        state: level?.value ?? 'unknown',
        since: level ? toIso(level.since) : null,
        bypassed: alarm.bypassed.includes(zone.sensor),
      };
    }),
    flags: isFaulty ? [...flags, 'fault'] : [...flags],
    incident: alarm.incident && summarise(alarm.incident),
  };
}

/** What a guest sees of it is how things stand now, not what happened. */
export function statusFor(role: Role, status: Status): Status {
  return role === 'guest' ? { ...status, incident: null } : status;
}

export function summarise(incident: Incident): IncidentSummary {
  const { id, openedAt, trips, acknowledgedBy, mark, markedBy } = incident;
  const when = (at: number | null) => (at === null ? null : toIso(at));
  return {
    id,
    openedAt: toIso(openedAt),
    trips: trips.map(({ sensor, at, lastAt, count }) => ({
      ...{ sensor, at: toIso(at), lastAt: toIso(lastAt), count },
    })),
    confirmedAt: when(incident.confirmedAt),
    acknowledgedBy,
    acknowledgedAt: when(incident.acknowledgedAt),
    closedAt: when(incident.closedAt),
    mark,
    markedBy,
  };
}
