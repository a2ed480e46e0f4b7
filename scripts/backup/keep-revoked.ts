import type { Selectable } from 'kysely';
import { createPersons, retireSerial } from '../../server/people/persons.ts';
import type { State } from '../../server/state/state.ts';
import type { StateTables } from '../../server/state/tables.ts';

type Table = keyof StateTables;
type DeviceRow = Selectable<StateTables['devices']>;

const roles = ['guest', 'member', 'admin'];

/**
 * Takes back from a restored state every right that the later state of the same house has ended: devices that
 * were revoked or suspended, people who were removed, lessened or given an end, spare keys and sessions that
 * are gone, codes that were used. It gives no right that the restored state does not give.
 *
 * @returns what was taken back, a sentence each
 */
export function keepRevoked(restored: State, later: State, now: number): string[] {
  const told: string[] = [];
  restored.transaction(() => {
    keepPeople(restored, later, told);
    keepDevices(restored, later, now, told);
    keepKeys(restored, later, told);
  });
  return told;
}

function rowsOf<Name extends Table>(state: State, table: Name): Selectable<StateTables[Name]>[] {
  // Kysely cannot know which table a type parameter stands for.
  return state.all(state.query.selectFrom(table as Table).selectAll()) as Selectable<
    StateTables[Name]
  >[];
}

function keepPeople(restored: State, later: State, told: string[]): void {
  const persons = createPersons(restored);
  const known = new Map(rowsOf(later, 'people').map(row => [row.name, row]));
  for (const person of rowsOf(restored, 'people')) {
    const now = known.get(person.name);
    if (!now || person.removed_at !== null) continue;
    if (now.removed_at !== null || now.created_at > person.created_at) {
      persons.remove(person.name, now.removed_at ?? now.created_at);
      told.push(`${person.name} stays removed`);
      continue;
    }
    const role = roles.indexOf(now.role) < roles.indexOf(person.role) ? now.role : person.role;
    const ends = [person.ends_at, now.ends_at].filter(at => at !== null);
    const ends_at = ends.length > 0 ? Math.min(...ends) : null;
    if (role !== person.role) told.push(`${person.name} stays ${role}`);
    if (ends_at !== person.ends_at) told.push(`${person.name} still ends when it was set to`);
    // A PIN is changed because somebody has seen it.
    const { pin, duress_pin } = now;
    const set = restored.query.updateTable('people').set({ role, ends_at, pin, duress_pin });
    restored.run(set.where('name', '=', person.name));
  }
}

function keepDevices(restored: State, later: State, now: number, told: string[]): void {
  const retired = new Map(
    rowsOf(later, 'retired_serials').map(row => [row.serial, row.retired_at]),
  );
  for (const [serial, at] of retired) retireSerial(restored, serial, at);
  const known = rowsOf(later, 'devices');
  for (const device of rowsOf(restored, 'devices')) {
    if (device.revoked_at !== null) continue;
    const twin = known.find(other => sharesCertificate(other, device));
    const revokedAt = twin?.revoked_at ?? retired.get(device.serial) ?? (twin ? null : now);
    const { query } = restored;
    const update = query.updateTable('devices').where('name', '=', device.name);
    if (revokedAt !== null) {
      retireSerial(restored, device.serial, revokedAt);
      if (device.next_serial !== null) retireSerial(restored, device.next_serial, revokedAt);
      restored.run(update.set({ revoked_at: revokedAt, ...noNext }));
      restored.run(query.deleteFrom('sessions').where('device', '=', device.name));
      told.push(`the device ${device.name} stays shut out`);
    } else if (twin && twin.suspended_at !== null && device.suspended_at === null) {
      const { suspended_at, suspended_by } = twin;
      restored.run(update.set({ suspended_at, suspended_by }));
      told.push(`the device ${device.name} stays suspended`);
    }
  }
}

const noNext = {
  ...{ next_fingerprint: null, next_serial: null },
  ...{ next_issued_at: null, next_expires_at: null },
};

function sharesCertificate(one: DeviceRow, other: DeviceRow): boolean {
  return [other.fingerprint, other.next_fingerprint].some(
    print => print !== null && (print === one.fingerprint || print === one.next_fingerprint),
  );
}

function keepKeys(restored: State, later: State, told: string[]): void {
  const { query } = restored;
  const sessions = new Set(rowsOf(later, 'sessions').map(({ hash }) => hash));
  const ended = rowsOf(restored, 'sessions').filter(({ hash }) => !sessions.has(hash));
  for (const { hash } of ended) restored.run(query.deleteFrom('sessions').where('hash', '=', hash));
  if (ended.length > 0) told.push(`${ended.length} sessions stay ended`);
  const passkeys = new Set(rowsOf(later, 'passkeys').map(({ id }) => id));
  for (const { id, person, label } of rowsOf(restored, 'passkeys')) {
    if (passkeys.has(id)) continue;
    restored.run(query.deleteFrom('passkeys').where('id', '=', id));
    told.push(`the passkey ${label} of ${person} stays ended`);
  }
  for (const table of ['totp', 'duress_totp'] as const) {
    const known = new Map(rowsOf(later, table).map(row => [row.person, row]));
    for (const { person, secret, last_step } of rowsOf(restored, table)) {
      const twin = known.get(person);
      if (twin?.secret === secret) {
        const last = { last_step: Math.max(last_step, twin.last_step) };
        restored.run(query.updateTable(table).set(last).where('person', '=', person));
        continue;
      }
      restored.run(query.deleteFrom(table).where('person', '=', person));
      told.push(`the authenticator of ${person} stays ended`);
    }
  }
  const codes = new Map(rowsOf(later, 'recovery_codes').map(row => [row.hash, row]));
  for (const { hash, used_at } of rowsOf(restored, 'recovery_codes')) {
    const twin = codes.get(hash);
    const one = query.updateTable('recovery_codes').where('hash', '=', hash);
    if (!twin) restored.run(query.deleteFrom('recovery_codes').where('hash', '=', hash));
    else if (used_at === null && twin.used_at !== null)
      restored.run(one.set({ used_at: twin.used_at }));
  }
}
