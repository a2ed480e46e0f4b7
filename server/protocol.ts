/**
 * What the hub and its clients say to each other: the JSON of the HTTP API and of the event stream.
 * Times are ISO 8601 UTC with milliseconds unless a name says otherwise. Imports nothing, so that
 * the web app can share it by `import type`.
 */

export type Mode = 'off' | 'monitor' | 'alert';
export type Profile = 'away' | 'night' | 'home';
export type Role = 'admin' | 'member' | 'guest';
export type Via = 'certificate' | 'totp' | 'hub';
export type SensorKind = 'contact' | 'motion' | 'temperature';
export type ZoneKind = 'delay' | 'follower' | 'instant' | '24-hour' | 'chime';
/** A contact is open or closed, motion is active or idle; both may be unknown or at fault. */
export type Level = 'open' | 'closed' | 'active' | 'idle' | 'unknown' | 'fault';
export type EventKind = 'trigger' | 'reset';
export type AlarmPhase = 'disarmed' | 'arming' | 'armed' | 'pending' | 'triggered';

/** `GET /api/session`: who the hub takes this device for. */
export interface Session {
  name: string;
  via: 'certificate' | 'totp';
  role: Role;
}

/** `POST /api/session`. `code` is six digits of an authenticator, or a recovery code. */
export interface SignIn {
  name: string;
  code: string;
}

export interface By {
  name: string;
  via: Via;
}

export interface SensorStatus {
  id: string;
  name: string;
  kind: SensorKind;
  zone: ZoneKind;
  /** The level; for a thermometer its reading in degrees Celsius. */
  state: Level | number;
  /** When the state was taken up; null while nothing was ever read. */
  since: string | null;
  bypassed: boolean;
}

/**
 * Conditions beside the state, each shown to the family:
 * `simulated` (no real sensors), `replay` (a recording plays), `storage` (the hub's own disk refuses
 * writes), `history` (the long-term store is away; events wait in the journal), `fault` (a sensor is
 * at fault), `clock` (the clock is not to be trusted yet).
 */
export type Flag = 'simulated' | 'replay' | 'storage' | 'history' | 'fault' | 'clock';

export interface IncidentSummary {
  id: string;
  openedAt: string;
  /** Sensors that tripped, in order of their first trip, each with that time. */
  trips: { sensor: string; at: string }[];
  acknowledgedBy: By | null;
  acknowledgedAt: string | null;
}

/** `GET /api/status`, and the stream's `status`. */
export interface Status {
  mode: Mode;
  profile: Profile | null;
  alarm: {
    state: AlarmPhase;
    /** When an exit or entry delay, or the alarm time, ends. */
    deadline?: string;
    confirmed: boolean;
    memory: boolean;
  };
  since: string;
  by: By | null;
  startedAt: string;
  version: string;
  site: string;
  /** IANA name of the house's time zone. */
  timeZone: string;
  sensors: SensorStatus[];
  flags: Flag[];
  incident: IncidentSummary | null;
}

/** `PUT /api/mode`. `bypass` names sensors to leave out while armed. */
export interface ModeRequest {
  mode: Mode;
  profile?: Profile;
  bypass?: string[];
}

/** `code: "blocked"` of `PUT /api/mode`: why the house cannot be armed as it is. */
export interface Blocker {
  sensor: string;
  reason: 'open' | 'fault' | 'unknown';
}

export interface Event {
  /** UUIDv7. */
  id: string;
  at: string;
  sensor: string;
  kind: EventKind;
  mode: Mode;
}

/** `GET /api/events`: one local day, oldest first. `next` is a cursor, null at the end. */
export interface EventPage {
  day: string;
  timeZone: string;
  events: Event[];
  next: string | null;
}

/** `GET /api/days`: triggers per sensor for each local day that has any. */
export interface DayCounts {
  days: { day: string; counts: Record<string, number> }[];
}

/** The stream's `temperature`. */
export interface Temperature {
  id: string;
  at: string;
  sensor: string;
  celsius: number;
}

/** The stream's `notice`: something about the hub or a sensor that the family should know. */
export interface Notice {
  id: string;
  at: string;
  code: string;
  text: string;
}

/** One line of `GET /api/audit`. */
export interface AuditEntry {
  id: string;
  at: string;
  by: By;
  /** Such as `mode`, `restart`, `sign-in`, `start`, `fault`. */
  action: string;
  /** A sentence for people. */
  detail: string;
}

export interface AuditPage {
  day: string;
  timeZone: string;
  entries: AuditEntry[];
}

/** RFC 9457. `code` is stable; `errors` locates each wrong field. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: { path: string; message: string }[];
  blockers?: Blocker[];
  /** Seconds, with 429. */
  retryAfter?: number;
}
