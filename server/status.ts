import type { AlarmState, Incident } from './alarm/alarm-state.ts';
import type { Flag, IncidentSummary, Status } from './protocol.ts';
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

export function toIso(at: number): string {
  return new Date(at).toISOString();
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

export function summarise(incident: Incident): IncidentSummary {
  const { id, openedAt, trips, acknowledgedBy, acknowledgedAt } = incident;
  return {
    id,
    openedAt: toIso(openedAt),
    trips: trips.map(trip => ({ sensor: trip.sensor, at: toIso(trip.at) })),
    acknowledgedBy,
    acknowledgedAt: acknowledgedAt === null ? null : toIso(acknowledgedAt),
  };
}
