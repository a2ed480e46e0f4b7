import type { Device } from '../server/people/devices.ts';
import { createPersons, type Person } from '../server/people/persons.ts';
import type { Context } from './context.ts';
import { withRegistry } from './registry.ts';

type Entry = Pick<Device, 'name' | 'person' | 'role' | 'issuedAt' | 'revokedAt' | 'lastSeenAt'> & {
  fingerprint: string | null;
  serial: string | null;
  expiresAt: number | null;
};

type Status = 'live' | 'expired' | 'revoked' | 'no certificate';

/** Prints every device, by name: one JSON array with ISO 8601 times, or a table. */
export async function listDevices(json: boolean, context: Context): Promise<void> {
  const now = context.now().getTime();
  const entries = await withRegistry(context, (devices, state) => [
    ...devices.list(),
    ...withoutDevice(devices.list(), createPersons(state).list()),
  ]);
  const rows = entries.map(device => ({
    name: device.name,
    person: device.person,
    role: device.role,
    status: statusOf(device, now),
    fingerprint: device.fingerprint,
    serial: device.serial,
    issuedAt: isoTime(device.issuedAt),
    expiresAt: isoTime(device.expiresAt),
    revokedAt: isoTime(device.revokedAt),
    lastSeenAt: isoTime(device.lastSeenAt),
  }));
  if (json) return context.out(JSON.stringify(rows, null, 2));
  if (rows.length === 0) return context.err('no devices yet. Run `npm run pki -- issue NAME`');
  const cells = rows.map(row => [
    row.name,
    row.person,
    row.role,
    row.status,
    dayOf(row.issuedAt),
    dayOf(row.expiresAt),
    dayOf(row.revokedAt),
    row.lastSeenAt?.slice(0, 16).replace('T', ' ') ?? '-',
  ]);
  const table = [
    ['NAME', 'WHOSE', 'ROLE', 'STATUS', 'ISSUED', 'EXPIRES', 'REVOKED', 'LAST SEEN (UTC)'],
    ...cells,
  ];
  const width = (column: number) => Math.max(...table.map(row => [...(row[column] ?? '')].length));
  for (const row of table) {
    const padded = row.map((cell, column) => cell + ' '.repeat(width(column) - [...cell].length));
    context.out(padded.join('  ').trimEnd());
  }
}

/** People who come in by a code. */
function withoutDevice(devices: Device[], people: Person[]): Entry[] {
  const owners = new Set(devices.map(({ person }) => person));
  return people
    .filter(({ name }) => !owners.has(name))
    .map(({ name, role, createdAt }) => ({
      ...{ name, role, person: name, issuedAt: createdAt },
      ...{ fingerprint: null, serial: null, expiresAt: null, revokedAt: null, lastSeenAt: null },
    }));
}

function statusOf({ fingerprint, expiresAt, revokedAt }: Entry, now: number): Status {
  if (revokedAt !== null) return 'revoked';
  if (fingerprint === null) return 'no certificate';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'live';
}

function dayOf(isoTime: string | null): string {
  return isoTime?.slice(0, 10) ?? '-';
}

function isoTime(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
