import type { Generated } from 'kysely';

/**
 * The embedded store: what the alarm needs to go on working with no network and no database server.
 * Times are epoch milliseconds. Nothing is null unless it says so.
 */
export interface StateTables {
  journal: JournalTable;
  levels: LevelTable;
  documents: { key: string; body: string };
  incidents: IncidentTable;
  incident_steps: IncidentStepTable;
  outbox: OutboxTable;
  contacts: ContactTable;
  reach: ReachTable;
  subscriptions: SubscriptionTable;
  people: PersonTable;
  devices: DeviceTable;
  /** Serials of certificates that are refused although they have not ended, lower-case hex. */
  retired_serials: { serial: string; retired_at: number };
  totp: TotpTable;
  /** An authenticator's codes that somebody writes who is made to come in. */
  duress_totp: TotpTable;
  recovery_codes: { person: string; hash: string; used_at: number | null };
  passkeys: PasskeyTable;
  sessions: SessionTable;
  attempts: { key: string; failures: number; since: number; blocked_until: number };
  evidence: EvidenceTable;
  /** Up to where each destination has the evidence. */
  evidence_sent: { destination: string; n: number };
  witnessed: WitnessedTable;
}

/** What happened, in order, until it is in the history and no live client can still ask for it. */
interface JournalTable {
  seq: Generated<number>;
  /** UUIDv7. */
  id: string;
  at: number;
  topic: string;
  sensor: string;
  kind: string;
  mode: string;
  /** Degrees Celsius of a temperature. */
  value: number;
  /** JSON of what the columns do not hold; empty for events and temperatures. */
  body: string;
  /** 1 while the clock that `at` was taken from is not to be trusted. */
  doubtful: number;
}

/** The latest level of each sensor, also while nothing is recorded. */
interface LevelTable {
  sensor: string;
  kind: string;
  /** As shown: a level, `fault`, or a number. */
  value: string;
  since: number;
  /** The last true level behind a fault; empty while there was none. */
  last: string;
}

interface IncidentTable {
  id: string;
  opened_at: number;
  closed_at: number | null;
  /** JSON of the whole incident. */
  body: string;
}

/** What happened in an incident, in its order. */
interface IncidentStepTable {
  incident: string;
  /** From 1. */
  n: number;
  at: number;
  kind: string;
  /** Empty for what no sensor did. */
  sensor: string;
  /** JSON of what the columns do not hold; empty for nothing. */
  body: string;
}

/** A message to one recipient. */
interface OutboxTable {
  id: string;
  /** What was said to several at once: one request where the provider takes it. */
  batch: string;
  /** Empty for what belongs to none. */
  incident: string;
  kind: string;
  channel: string;
  /** A number (E.164), or the id of a subscription. */
  recipient: string;
  /** Whose it is, as the family says; empty when nobody said. */
  person: string;
  title: string;
  text: string;
  /** When that happened of which it tells. */
  about_at: number;
  created_at: number;
  /** On the steady clock: from then on it helps nobody. */
  stale_at: number;
  /** On the steady clock. */
  not_before: number;
  status: string;
  attempts: number;
  /** 1 when an attempt may have arrived whose answer was never seen. */
  is_repeat: number;
  /** When it came to its end, whichever. */
  done_at: number | null;
  provider: string;
  /** What the provider calls it. */
  reference: string;
  /** Why it failed last, or was dropped. */
  reason: string;
  /** Where in the app a tap on it leads, such as `/?arm=night`; empty for the place of its kind. */
  opens: string;
  /** Of a `duress` message: who must not see that it was sent. Empty for all others. */
  threatened: string;
}

/** How somebody wants to be told. */
interface ContactTable {
  person: string;
  /** E.164. */
  number: string | null;
  sms: number;
  push: number;
  /** Local times of day, `HH:MM`; both empty for no quiet hours. */
  quiet_from: string;
  quiet_to: string;
  /** 1 for a push when a chime sounds. */
  chime: number;
}

/** What is known of a number. */
interface ReachTable {
  address: string;
  accepted_at: number | null;
  failed_at: number | null;
  failure: string;
  /** When somebody said that a message was there. */
  confirmed_at: number | null;
}

interface SubscriptionTable {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  person: string;
  /** Whose certificate vouched for the app; null for a sign-in of the person’s own. */
  device: string | null;
  /** The hash of that sign-in's session; null with a device. */
  session: string | null;
  agent: string;
  created_at: number;
  /** When the app last said that it is still subscribed. */
  seen_at: number;
  /** When the phone said by itself that it has shown a message. */
  shown_at: number | null;
  /** When somebody last tapped a message. */
  tapped_at: number | null;
  /** Since when nothing arrives; null while it does. */
  broken_at: number | null;
  failure: string;
}

interface PersonTable {
  name: string;
  role: string;
  created_at: number;
  /** A guest's last moment. */
  ends_at: number | null;
  removed_at: number | null;
  /** Scrypt hashes: of the PIN, and of the one that is written under threat. */
  pin: string | null;
  duress_pin: string | null;
}

interface DeviceTable {
  name: string;
  person: string;
  /** SHA-256 of the certificate, lower-case hex. */
  fingerprint: string;
  serial: string;
  issued_at: number;
  expires_at: number;
  /** Whoever issued it last; empty for the console. */
  issued_by: string;
  revoked_at: number | null;
  suspended_at: number | null;
  suspended_by: string | null;
  seen_at: number | null;
  /** When the app was last opened from the Home Screen. */
  app_at: number | null;
  /** When it last came from outside the home network. */
  away_at: number | null;
  /** A renewed certificate, which takes the place of the other once it is presented. */
  next_fingerprint: string | null;
  next_serial: string | null;
  next_issued_at: number | null;
  next_expires_at: number | null;
}

interface TotpTable {
  person: string;
  secret: string;
  /** The last time step that was used up; none before it counts again. */
  last_step: number;
  enrolled_at: number;
}

interface PasskeyTable {
  /** The credential's id, base64url. */
  id: string;
  person: string;
  /** COSE, base64url. */
  public_key: string;
  counter: number;
  /** JSON. */
  transports: string;
  label: string;
  created_at: number;
  used_at: number | null;
}

interface SessionTable {
  hash: string;
  person: string;
  /** Whose certificate vouched for it; null for a person's own sign-in. */
  device: string | null;
  via: string;
  /** What the browser calls itself. */
  agent: string;
  created_at: number;
  seen_at: number;
}

/** A link of this hub’s chain, until everybody who is to have it has it. The last one stays. */
interface EvidenceTable {
  /** From 1, without a gap. */
  n: number;
  /** One hub’s chain has one name; a hub set up anew begins another. */
  chain: string;
  /** JSON. */
  body: string;
  /** SHA-256, lower-case hex. */
  previous: string;
  hash: string;
}

/** A link of another hub’s chain. */
interface WitnessedTable {
  /** In the order of their arrival. */
  id: Generated<number>;
  sender: string;
  chain: string;
  n: number;
  body: string;
  previous: string;
  hash: string;
  received_at: number;
  /** 1 when its hash is right and it follows the link before it. */
  fits: number;
}
