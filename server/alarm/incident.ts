import type { AlarmInput, AlarmRules, Incident, Now, Tripped } from './alarm-state.ts';

type Trip = Extract<AlarmInput, { type: 'trip' }>;

export function openIncident(trip: Trip, now: Now): Incident {
  return {
    id: trip.id,
    openedAt: now.wall,
    isTamper: trip.zone.kind === '24-hour',
    trips: [firstTrip(trip, now)],
    confirmedAt: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    closedAt: null,
    mark: null,
    markedBy: null,
  };
}

function firstTrip({ zone, at }: Trip, { steady }: Now): Tripped {
  const { sensor, name, sensorKind } = zone;
  return { sensor, name, sensorKind, at, lastAt: at, steady, count: 1 };
}

export interface Joined {
  incident: Incident;
  /** The first trip of this sensor. */
  isNew: boolean;
  /** This trip is what confirms the incident. */
  isConfirming: boolean;
}

/**
 * A trip joins an incident. A second sensor within the confirmation window of another confirms it, once.
 * The window runs on the steady clock.
 */
export function joinTrip(incident: Incident, trip: Trip, now: Now, rules: AlarmRules): Joined {
  const { sensor, kind } = trip.zone;
  const known = incident.trips.find(tripped => tripped.sensor === sensor);
  const trips = known
    ? incident.trips.map(tripped =>
        tripped === known
          ? { ...known, lastAt: trip.at, steady: now.steady, count: known.count + 1 }
          : tripped,
      )
    : [...incident.trips, firstTrip(trip, now)];
  const isConfirming =
    incident.confirmedAt === null &&
    rules.confirmWindowMs > 0 &&
    incident.trips.some(
      other => other.sensor !== sensor && now.steady - other.steady <= rules.confirmWindowMs,
    );
  return {
    incident: {
      ...incident,
      trips,
      isTamper: incident.isTamper || kind === '24-hour',
      confirmedAt: isConfirming ? trip.at : incident.confirmedAt,
    },
    isNew: known === undefined,
    isConfirming,
  };
}
