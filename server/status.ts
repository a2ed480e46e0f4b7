import type { Scene, Zone } from './alarm/alarm-rules.ts';
import type { AlarmState, Incident } from './alarm/alarm-state.ts';
import { againstArming } from './alarm/left-out.ts';
import type { Clock } from './clock.ts';
import type { Flag, IncidentSummary, Role, SensorHealth, Status } from './protocol.ts';
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
  clock: Clock;
  later: Status['later'];
  garage: Status['garage'];
  siren: Status['siren'];
  healthOf(sensor: string): SensorHealth;
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
  const { alarm, house, flags, site, timeZone, version, startedAt, clock, later } = facts;
  const wall = clock.wall();
  // Deadlines are on the other clock.
  const toWall = (steady: number) => toIso(wall + steady - clock.steady());
  const { practice } = alarm;
  const isFaulty = house
    .zones()
    .some(({ sensor, sensorKind }) => house.level(sensor, sensorKind)?.value === 'fault');
  const open = alarm.incident?.closedAt === null ? alarm.incident : null;
  const shown: Flag[] = [
    ...flags,
    ...(isFaulty ? (['fault'] as const) : []),
    ...(alarm.bypassed.length > 0 ? (['bypassed'] as const) : []),
    ...(open?.isTamper ? (['tamper'] as const) : []),
    ...(practice ? (['practice'] as const) : []),
  ];
  return {
    at: toIso(wall),
    mode: alarm.mode,
    profile: alarm.profile,
    alarm: {
      state: alarm.phase,
      ...(alarm.deadline === null ? {} : { deadline: toWall(alarm.deadline) }),
      ...delayOf(alarm),
      confirmed: alarm.confirmed,
      memory: alarm.memory,
      ...(alarm.phase === 'arming' ? { blockers: againstArming(alarm, sceneOf(house)) } : {}),
      ...(alarm.exit ? { before: alarm.exit.before.mode } : {}),
      ...(alarm.failed ? { failed: { ...alarm.failed, at: toIso(alarm.failed.at) } } : {}),
      ...(alarm.entry ? { entry: alarm.entry.trips.map(tripOf) } : {}),
      heard: alarm.heard.flatMap(({ sensor, trips, whole }) => {
        const at = trips.at(-1)?.at ?? whole?.at;
        return at === undefined ? [] : [{ sensor, at: toIso(at) }];
      }),
    },
    practice: practice && { until: toWall(practice.until), by: practice.by },
    later,
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
        ...bypassOf(alarm, zone.sensor),
        profiles: [...zone.profiles],
        health: level?.value === 'fault' ? 'fault' : facts.healthOf(zone.sensor),
        chime: zone.hasChime ?? false,
      };
    }),
    garage: facts.garage,
    siren: facts.siren,
    flags: shown,
    incident: alarm.incident && summarise(alarm.incident),
  };
}

const tripOf = ({ sensor, at }: { sensor: string; at: number }) => ({ sensor, at: toIso(at) });

/** Seconds that a delay is long in all. */
function delayOf({ exit, entry }: AlarmState): { delay?: number } {
  const delayMs = exit?.delayMs ?? entry?.delayMs;
  return delayMs === undefined ? {} : { delay: delayMs / 1000 };
}

function bypassOf({ bypassed }: AlarmState, id: string) {
  const bypass = bypassed.find(({ sensor }) => sensor === id);
  return { bypassed: bypass !== undefined, bypass: bypass?.reason ?? null };
}

function sceneOf(house: House): Scene {
  const levelOf = ({ sensor, sensorKind }: Zone) => house.level(sensor, sensorKind)?.value;
  return { zones: house.zones, levelOf };
}

/**
 * What a guest sees of it is how things stand now, not what happened.
 *
 * @param isForGuests of a garage door: a guest may move it at some hour
 */
export function statusFor(
  role: Role,
  status: Status,
  isForGuests: (door: string) => boolean,
): Status {
  if (role !== 'guest') return status;
  // Where a guest can look nobody says who could not be told.
  const flags = status.flags.filter(flag => flag !== 'undelivered');
  const garage = status.garage
    .filter(({ id }) => isForGuests(id))
    .map(door => ({ ...door, by: null }));
  return { ...status, garage, incident: null, flags };
}

export function summarise(incident: Incident): IncidentSummary {
  const { id, openedAt, trips, acknowledgedBy, mark, markedBy } = incident;
  const when = (at: number | null) => (at === null ? null : toIso(at));
  return {
    ...{ id, kind: incident.calledBy ? 'panic' : incident.kind },
    ...{ calledBy: incident.calledBy, isPractice: incident.isPractice },
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
