/**
 * What the hub and its clients say to each other: the JSON of the HTTP API and of the event stream.
 * Times are ISO 8601 UTC with milliseconds unless a name says otherwise. Imports nothing, so that
 * the web app can share it by `import type`.
 */

export type Mode = 'off' | 'monitor' | 'alert';
export type Profile = 'away' | 'night' | 'home';
export type Role = 'admin' | 'member' | 'guest';
/**
 * By what somebody came in: a device's certificate; an authenticator's code; a code that a device with
 * a certificate showed (the app on its Home Screen); a passkey. `hub` is the hub itself.
 */
export type Via = 'certificate' | 'totp' | 'link' | 'passkey' | 'hub';
export type SensorKind = 'contact' | 'motion' | 'temperature';
export type ZoneKind = 'delay' | 'follower' | 'instant' | '24-hour' | 'chime';
/** A contact is open or closed, motion is active or idle; both may be unknown or at fault. */
export type Level = 'open' | 'closed' | 'active' | 'idle' | 'unknown' | 'fault';
export type EventKind = 'trigger' | 'reset';
export type AlarmPhase = 'disarmed' | 'arming' | 'armed' | 'pending' | 'triggered';

/** `GET /api/session`: who the hub takes this device for. */
export interface Session {
  name: string;
  via: Exclude<Via, 'hub'>;
  role: Role;
}

/**
 * `POST /api/session`: six digits of an authenticator, or a recovery code; or the eight digits that
 * `POST /api/me/link` answered to a device with a certificate; or a passkey's answer (WebAuthn JSON) to
 * the options of `POST /api/session/options`.
 */
export type SignIn = { name: string; code: string } | { link: string } | { passkey: object };

/** What can be asked to be confirmed by a PIN, a passkey or a recovery code of the last five minutes. */
export type Confirmable = 'disarm' | 'garage' | 'admin';
export type ConfirmMethod = 'pin' | 'passkey' | 'recovery';

/** `GET /api/me`: this device, and what else lets its owner in. */
export interface Me extends Session {
  /** The device whose certificate vouches for this one; null for a sign-in by code or passkey. */
  device: { name: string; expiresAt: string } | null;
  hasPin: boolean;
  hasAuthenticator: boolean;
  /** Recovery codes that are left. */
  recoveryCodes: number;
  passkeys: { id: string; label: string; createdAt: string; usedAt: string | null }[];
  sessions: SignedIn[];
  confirm: {
    /** What this hub asks to confirm. */
    for: Confirmable[];
    /** What this person can confirm with. */
    methods: ConfirmMethod[];
  };
  /** Passkeys need a hub that has a name. */
  canHavePasskeys: boolean;
}

/** A sign-in without a certificate on the connection. */
export interface SignedIn {
  id: string;
  via: 'totp' | 'link' | 'passkey';
  device: string | null;
  /** What the browser calls itself. */
  agent: string;
  createdAt: string;
  seenAt: string;
  isThis: boolean;
}

/** `POST /api/me/link`: eight digits to type into the app on the Home Screen of the same phone. */
export interface LinkCode {
  code: string;
  expiresAt: string;
}

/** `GET /api/phones`: what any member may suspend. */
export interface Phone {
  name: string;
  person: string;
  suspended: boolean;
}

/** One of `GET /api/devices`. */
export interface DeviceRow {
  name: string;
  person: string;
  role: Role;
  fingerprint: string;
  issuedAt: string;
  expiresAt: string;
  revokedAt: string | null;
  suspendedAt: string | null;
  suspendedBy: string | null;
  lastSeenAt: string | null;
  /** When the app was last opened from the Home Screen. */
  appAt: string | null;
  /** When a renewed certificate ends that the device has not shown yet. */
  renewedUntil: string | null;
}

/**
 * `POST /api/devices`: adds a device. `person` is its owner, `name` when not given; `role` counts for
 * somebody new, and is member when not given.
 */
export interface NewDeviceRequest {
  name: string;
  person?: string;
  role?: Role;
  days?: number;
  /** A guest's last moment. */
  endsAt?: string;
}

/** The answer to it, and to `POST /api/devices/NAME/renew`. Passphrase and link are shown once. */
export interface NewPairing {
  id: string;
  device: string;
  person: string;
  /** On the setup port, for ten minutes. */
  link: string;
  /** The link as a QR code, SVG. */
  qr: string;
  passphrase: string;
  /** SHA-256 of the authority's certificate, `AB:CD:…`. */
  rootFingerprint: string;
  expiresAt: string;
}

/** `GET /api/pairings/ID`: how far it got. */
export interface PairingProgress {
  id: string;
  device: string;
  expiresAt: string;
  /** The authority's certificate was fetched. */
  root: boolean;
  /** The identity was fetched; the link is used up. */
  identity: boolean;
  /** The device came in with it. */
  opened: boolean;
  /** The app was opened from the Home Screen. */
  app: boolean;
  /** It came in from outside the home network. */
  away: boolean;
}

/** One of `GET /api/people`. */
export interface PersonRow {
  name: string;
  role: Role;
  endsAt: string | null;
  devices: string[];
  hasAuthenticator: boolean;
  recoveryCodes: number;
  passkeys: number;
  sessions: number;
}

/** `POST /api/people/NAME/authenticator`. Shown once. */
export interface NewAuthenticator {
  /** `otpauth://…` */
  address: string;
  /** The address as a QR code, SVG. */
  qr: string;
  recoveryCodes: string[];
}

/** `DELETE /api/people/NAME`: what ended, and what the hub cannot end. */
export interface Removal {
  ended: {
    devices: string[];
    sessions: number;
    authenticator: boolean;
    recoveryCodes: number;
    passkeys: number;
  };
  /** Devices that this person issued to others. */
  issued: string[];
  /** Sentences for people. */
  stillThere: string[];
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
 * at fault), `clock` (the clock is not to be trusted yet), `undecided` (since its start the hub failed
 * to judge something that a sensor reported).
 */
export type Flag = 'simulated' | 'replay' | 'storage' | 'history' | 'fault' | 'clock' | 'undecided';

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
  /** With `confirmation_needed`: what would do. */
  methods?: ConfirmMethod[];
  /** Seconds, with 429. */
  retryAfter?: number;
}
