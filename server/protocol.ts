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
  /**
   * A PIN, and an authenticator, that say: under threat. False for whoever came in by a code or a passkey,
   * and for whoever has not confirmed by their own PIN of late.
   */
  hasDuressPin: boolean;
  hasDuressAuthenticator: boolean;
  hasAuthenticator: boolean;
  /** Recovery codes that are left. */
  recoveryCodes: number;
  passkeys: { id: string; label: string; createdAt: string; usedAt: string | null }[];
  sessions: SignedIn[];
  confirm: {
    /** What this hub asks to confirm. */
    for: Confirmable[];
    /** The PIN was written here of late. */
    isPinFresh: boolean;
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

/** `POST /api/me/duress-authenticator`. Shown once. */
export type DuressAuthenticator = Pick<NewAuthenticator, 'address' | 'qr'>;

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
  /** Why it is left out; null when it is not. */
  bypass: BypassReason | null;
  /** In which profiles it counts. */
  profiles: Profile[];
  health: SensorHealth;
  /** A sound in the app, and a push for whoever wants it, when it trips while the house is not armed. */
  chime: boolean;
}

/**
 * Why a zone is left out while armed. `open`, `fault` and `unknown`: it was so when the house was armed,
 * and it joins again once it is at rest. `chosen`: somebody wants it out until the house is disarmed.
 */
export type BypassReason = 'open' | 'fault' | 'unknown' | 'chosen';

/**
 * What the statistics of a sensor say. `silent`: nothing came of it for far longer than it ever was quiet.
 * `stuck`: it has not gone back to rest for as long. `chattering`: it comes and goes too fast.
 */
export type SensorHealth = 'good' | 'silent' | 'stuck' | 'chattering' | 'fault';

/**
 * Conditions beside the state, each shown to the family:
 * `simulated` (no real sensors), `replay` (a recording plays), `storage` (the hub's own disk refuses
 * writes), `history` (the long-term store is away; events wait in the journal), `fault` (a sensor is
 * at fault), `clock` (the clock is not to be trusted yet), `undecided` (since its start the hub failed
 * to judge something that a sensor reported), `cap` (today's text messages are used up, but for those
 * kept back), `network` (messages cannot leave the house), `undelivered` (a message was given up lately),
 * `silent` (in ALERT, and nobody is there whom an alarm could be told to), `bypassed` (a zone is left out
 * while armed), `tamper` (the open incident is one of tampering), `practice` (what would be sent is only
 * written down).
 */
export type Flag =
  | 'simulated'
  | 'replay'
  | 'storage'
  | 'history'
  | 'fault'
  | 'clock'
  | 'undecided'
  | 'cap'
  | 'network'
  | 'undelivered'
  | 'silent'
  | 'bypassed'
  | 'tamper'
  | 'practice';

/** What an incident turned out to be, as the family says afterwards. */
export type IncidentMark = 'real' | 'us' | 'pet' | 'sun' | 'test';

/**
 * `tamper`: a zone that is watched in every mode, or two faults at once. `panic`: somebody called for help.
 * `temperature`: a thermometer is beyond its limits, or changes too fast.
 */
export type IncidentKind = 'intrusion' | 'tamper' | 'panic' | 'temperature';

/** The stream's `incident`, and one of `GET /api/incidents`. */
export interface IncidentSummary {
  id: string;
  kind: IncidentKind;
  /** Of a panic: who called for help. */
  calledBy: By | null;
  /** Nothing of it was sent outside. */
  isPractice: boolean;
  openedAt: string;
  /** Sensors that tripped, in order of their first trip, with that time, the latest, and how often. */
  trips: { sensor: string; at: string; lastAt: string; count: number }[];
  /** A second sensor tripped too, soon after. */
  confirmedAt: string | null;
  acknowledgedBy: By | null;
  acknowledgedAt: string | null;
  /** When nothing could join it any more. */
  closedAt: string | null;
  mark: IncidentMark | null;
  markedBy: By | null;
}

/** `GET /api/incidents?before=ID&limit=`: newest first. */
export interface IncidentPage {
  incidents: IncidentSummary[];
  /** For `before`; null at the end. */
  next: string | null;
}

/** One thing that happened in an incident. */
export interface IncidentStep {
  at: string;
  kind:
    | 'trip'
    | 'restore'
    | 'temperature'
    | 'fault'
    | 'panic'
    | 'entry'
    | 'exit-error'
    | 'confirmed'
    | 'quiet'
    | 'alarm-over'
    | 'mode'
    | 'acknowledged'
    | 'closed'
    | 'marked';
  /** Null for what no sensor did. `quiet`: its text messages stopped, it tripped too often. */
  sensor: string | null;
  by: By | null;
  /**
   * A few words more, such as the new mode; empty for none. Of a `temperature`: what follows the sensor’s
   * name, such as “is at 47.2 °C, above 45”. Of a `trip`: `while-off` when the hub found it so
   * at its start, `heard` when it alone would have raised no alarm.
   */
  detail: string;
}

export type Channel = 'sms' | 'push';

/**
 * What a message is for: `alarm` the first of an incident, `confirmed`, `more` what came after, `repeat`
 * and `reminder` while nobody answers, `escalation` to the next contact, `cap` that today's text messages
 * are used up, `entry` that somebody came in and the entry delay runs, `not-armed`
 * that the house is not as whoever left believes, `duress` that somebody is made to
 * disarm, `chime` that a door of the house opened, `notice` what is no alarm, `test`.
 */
export type MessageKind =
  | 'alarm'
  | 'confirmed'
  | 'more'
  | 'repeat'
  | 'reminder'
  | 'escalation'
  | 'cap'
  | 'entry'
  | 'not-armed'
  | 'duress'
  | 'chime'
  | 'notice'
  | 'test';

/**
 * How far a message came. `sent`: the company or the push service took it. `unknown`: the hub was cut off
 * twice while sending; it may have arrived. `dropped`: it would have helped nobody any more.
 */
export type MessageStatus = 'pending' | 'sending' | 'sent' | 'failed' | 'dropped' | 'unknown';

/** Who was told, when and how. */
export interface MessageRow {
  id: string;
  kind: MessageKind;
  channel: Channel;
  /** A person, a name that the configuration gives, or a number of which only the end is shown. */
  to: string;
  text: string;
  createdAt: string;
  doneAt: string | null;
  status: MessageStatus;
  attempts: number;
  /** Sent once more, because nobody could know whether the first time arrived. */
  isRepeat: boolean;
  provider: string;
  /** Why it failed last, or was dropped; empty for neither. */
  reason: string;
}

/** `GET /api/incidents/ID`. */
export interface IncidentDetails extends IncidentSummary {
  steps: IncidentStep[];
  /** Steps that were counted and not kept one by one. */
  stepsLeftOut: number;
  messages: MessageRow[];
}

/** `GET /api/me/alerts`, `PUT` the same; `/api/people/NAME/alerts` for admins. */
export interface AlertSettings {
  /** E.164. */
  number: string | null;
  sms: boolean;
  push: boolean;
  /** Local times of day, `HH:MM`. Unconfirmed alarms wait for nobody then; confirmed ones always come. */
  quiet: { from: string; to: string } | null;
  /** A push when a sensor with a chime trips while the house is not armed. */
  chime: boolean;
}

/** `GET /api/push/subscription`: this device's web push. */
export interface PushState {
  /** VAPID, base64url: what a browser subscribes with. Null while the hub has no `notify.push`. */
  publicKey: string | null;
  /** What this device has. */
  subscriptions: { endpoint: string; createdAt: string; seenAt: string; brokenAt: string | null }[];
}

/** `PUT /api/push/subscription`: what the browser's `PushSubscription.toJSON()` says. */
export interface PushSubscriptionRequest {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/**
 * What a push carries, readable by Safari itself (declarative web push) and by the service worker of
 * older systems. `navigate` is within the app.
 */
export interface PushPayload {
  web_push: 8030;
  notification: {
    title: string;
    body: string;
    navigate: string;
    tag: string;
    lang: 'en';
    timestamp: number;
    /** `receipt`: the service worker reports with it that the message was shown. */
    data: { id: string; receipt?: string };
  };
  /** A number for the app's icon; absent to leave it. */
  app_badge?: number;
  /** The service worker may report it; never of an alarm. */
  mutable?: true;
}

/** `POST /api/push/receipts`: what a push's `receipt` is for. */
export interface PushReceipt {
  receipt: string;
}

/** `GET /api/reach`: who can be reached, and what proves it. */
export interface Reach {
  people: ReachRow[];
  sms: {
    /** Null while no provider is configured. */
    provider: string | null;
    /** Text messages of this local day. */
    used: number;
    cap: number;
    reserve: number;
    /** Null while it is not known. */
    balance: { amount: number; unit: string; at: string } | null;
    trouble: string | null;
  };
  push: { isConfigured: boolean; trouble: string | null };
  /** The outside watcher, the witness, where evidence goes, and hubs that this one watches. */
  watch: {
    name: string;
    /** Watches this hub, or keeps its evidence; otherwise it is a hub that this one watches. */
    isWatcher: boolean;
    isWell: boolean;
    lastOkAt: string | null;
    trouble: string | null;
  }[];
  /** What could not be delivered lately, newest first. */
  undelivered: MessageRow[];
}

export interface ReachRow {
  /** A person of the house, or a name or number of the configuration. */
  name: string;
  isPerson: boolean;
  /** Not told by their own choice, or because a guest is not. */
  isOff: boolean;
  quiet: { from: string; to: string } | null;
  /** Null without a number. */
  sms: {
    /** Whole for its owner and admins, else the end alone. */
    number: string;
    isOn: boolean;
    acceptedAt: string | null;
    failedAt: string | null;
    failure: string;
    confirmedAt: string | null;
    /** One of `notify.escalate`: told when nobody answers. */
    isEscalation: boolean;
  } | null;
  /** None when this person wants no notifications. */
  push: {
    id: string;
    /** The device, or what its browser calls itself. */
    device: string;
    seenAt: string;
    shownAt: string | null;
    tappedAt: string | null;
    brokenAt: string | null;
    failure: string;
  }[];
}

export type GarageCommand = 'open' | 'close';

/**
 * What the position sensor and the last command say of a door. `warning`: it is about to close, and says so.
 * `stuck`: it did not reach its end in time. `unknown`: the sensor is at fault or was never read.
 */
export type GaragePosition =
  | 'open'
  | 'closed'
  | 'warning'
  | 'opening'
  | 'closing'
  | 'stuck'
  | 'unknown';

/**
 * Why a door is not moved: it is there already, or on its way; its position is not known; the last command
 * was a moment ago; the house is armed, and the door would raise the alarm at once; not at this hour, or not
 * for this person; the relay's line is at fault.
 */
export type GarageRefusal =
  | 'already-there'
  | 'moving'
  | 'position-unknown'
  | 'too-soon'
  | 'armed'
  | 'not-allowed'
  | 'fault';

export interface GarageStatus {
  id: string;
  name: string;
  /** The sensor that sees whether it is closed. */
  sensor: string;
  position: GaragePosition;
  /** When that began. */
  since: string | null;
  /** When a warning or a movement is to be over. */
  until: string | null;
  /** The last command, of this start. */
  by: By | null;
  /** Seconds of warning before it closes. */
  warn: number;
  /** It closes by itself then. */
  closesAt: string | null;
}

/** `POST /api/garage/ID`: 202 with the door's status, or 409 `refused` with the reason. */
export interface GarageRequest {
  command: GarageCommand;
}

/** `GET /api/status`, and the stream's `status`. */
export interface Status {
  /** The hub's clock when it said this: what is left of a delay is `alarm.deadline` less this. */
  at: string;
  mode: Mode;
  profile: Profile | null;
  alarm: {
    state: AlarmPhase;
    /** When an exit or entry delay, or the alarm time, ends. */
    deadline?: string;
    /** Seconds that the delay is long in all. */
    delay?: number;
    confirmed: boolean;
    memory: boolean;
    /** While arming: what would keep it from being armed if the delay ended now. */
    blockers?: Blocker[];
    /** While arming: the mode that `DELETE /api/arming` leads back to. */
    before?: Mode;
    /** The last exit delay ended, and it could not be armed; until somebody sets a mode. */
    failed?: { at: string; profile: Profile; blockers: Blocker[]; bypass: string[] };
    /** While pending: what tripped, in order. */
    entry?: { sensor: string; at: string }[];
    /** Trips of late that raised no alarm by themselves. */
    heard: { sensor: string; at: string }[];
  };
  /** While what would be sent is only written down. */
  practice: { until: string; by: By } | null;
  /** What is to be armed later, by itself. */
  later: { at: string; profile: Profile; by: By } | null;
  since: string;
  by: By | null;
  startedAt: string;
  version: string;
  site: string;
  /** IANA name of the house's time zone. */
  timeZone: string;
  sensors: SensorStatus[];
  /** For a guest only those that they may move at some hour. */
  garage: GarageStatus[];
  /** It sounds now; null where there is none. */
  siren: boolean | null;
  flags: Flag[];
  incident: IncidentSummary | null;
}

/**
 * `PUT /api/mode`. `bypass` names sensors to leave out while armed; `now` arms without the exit delay.
 */
export interface ModeRequest {
  mode: Mode;
  profile?: Profile;
  bypass?: string[];
  now?: boolean;
}

/** `code: "blocked"` of `PUT /api/mode`: why the house cannot be armed as it is. */
export interface Blocker {
  sensor: string;
  reason: 'open' | 'fault' | 'unknown';
}

/** `PUT /api/later`: arms a profile at a moment within the next 24 hours; `DELETE` takes it back. */
export interface LaterRequest {
  at: string;
  profile: Profile;
}

/** `PUT /api/practice`: for so many minutes nothing is sent outside; 0 ends it. */
export interface PracticeRequest {
  /** As long as the configuration says when it is left out. */
  minutes?: number;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Arms by itself at a local time of day. */
export interface Schedule {
  /** `HH:MM` */
  at: string;
  days: Weekday[];
  profile: Profile;
  /** `ask` sends a question instead; so does `everyone-in` while nobody knows who is in. */
  when: 'always' | 'everyone-in' | 'ask';
}

/** Sensors that raise an alarm together: so many different ones within a window of seconds. */
export interface SensorGroup {
  name: string;
  sensors: string[];
  trips: number;
  window: number;
}

/** What an admin sets in the app; seconds. The keys of the configuration file. */
export interface HouseSettings {
  sensors: SensorSettings[];
  alarm: {
    exitDelay: number;
    entryDelay: number;
    /** Where a profile has delays of its own. */
    delays: Partial<Record<Profile, { exit?: number; entry?: number }>>;
    finalDoor: number;
    confirmWindow: number;
    confirmTrips: number;
    duration: number;
    profiles: Record<Profile, 'all' | string[]>;
    groups: SensorGroup[];
    schedules: Schedule[];
    bedtime: string | null;
  };
}

export interface SensorSettings {
  id: string;
  name: string;
  /** As it is wired: not to be changed here. */
  kind: SensorKind;
  zone: ZoneKind;
  chime: boolean;
  autoBypass: boolean;
  groupOnly: boolean;
  pulses: number;
  pulseWindow: number;
  /** An entry delay of its own, for a delay zone. */
  entryDelay: number | null;
}

/** `GET /api/settings`, and the answer to `PUT /api/settings` `{ settings, version }`. */
export interface SettingsPage {
  settings: HouseSettings;
  /** Of what was read; a write must name it, so that nobody overwrites what they have not seen. */
  version: string;
  /** Why nothing can be written now, or null. */
  locked: string | null;
  /** Keys that the hub's environment sets, which the file cannot change. */
  overridden: string[];
  /** Older ones, newest first. */
  versions: { id: string; at: string; by: string }[];
}

/** `POST /api/settings/replay` `{ settings }`: what the past would have been with them. */
export interface ReplayReport {
  days: number;
  events: number;
  /** Alarms by the settings of now, and by those proposed. */
  before: number;
  after: number;
  /** Alarms that somebody marked as real. */
  real: { known: number; lost: { at: string; sensors: string[] }[] };
  /** Alarms that only one of the two raises, newest first, at most 50. */
  differences: { at: string; sensors: string[]; isRaised: 'before' | 'after' }[];
}

export interface Event {
  /** UUIDv7. */
  id: string;
  at: string;
  sensor: string;
  kind: EventKind;
  mode: Mode;
  /** Its time is of a clock that was not set; it may still be corrected. */
  doubtful?: true;
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

/**
 * `GET /api/temperatures?sensor=&from=&to=&points=`: stretches of time without a reading are left out.
 * Without `sensor`, which may be given several times, all that have any.
 */
export interface TemperatureSeries {
  series: {
    sensor: string;
    /** When it began, and in degrees Celsius the mean, the least and the most of it. */
    points: [at: string, celsius: number, low: number, high: number][];
  }[];
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
  /** With `refused`: why the door is not moved. */
  reason?: GarageRefusal;
}
