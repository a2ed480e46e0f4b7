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
  outbox: OutboxTable;
  devices: DeviceTable;
  totp: TotpTable;
  recovery_codes: { name: string; hash: string; used_at: number | null };
  sessions: { hash: string; name: string; created_at: number; seen_at: number };
  attempts: { key: string; failures: number; since: number; blocked_until: number };
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

interface OutboxTable {
  id: string;
  incident: string;
  channel: string;
  recipient: string;
  body: string;
  status: string;
  attempts: number;
  not_before: number;
  created_at: number;
}

interface DeviceTable {
  name: string;
  role: string;
  /** SHA-256 of the certificate, lower-case hex; null for a person without one. */
  fingerprint: string | null;
  serial: string | null;
  issued_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  seen_at: number | null;
}

interface TotpTable {
  name: string;
  secret: string;
  /** The last time step that was used up; none before it counts again. */
  last_step: number;
  enrolled_at: number;
}
