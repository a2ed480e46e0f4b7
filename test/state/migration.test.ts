import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { migrate } from '../../server/migrate.ts';
import { createDevices } from '../../server/people/devices.ts';
import { createPersons } from '../../server/people/persons.ts';
import { first } from '../../server/state/migrations/001-first.ts';
import { people } from '../../server/state/migrations/002-people.ts';
import { openState } from '../../server/state/open-state.ts';
import { createOutbox } from '../../server/state/outbox.ts';

it('makes people of the devices that there were, with all that was theirs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-migration-'));
  const path = join(folder, 'state.db');
  const old = new Database(path);
  old.pragma('foreign_keys = ON');
  const db = new Kysely({ dialect: new SqliteDialect({ database: old }) });
  await migrate(db, { '001-first': first }, path);
  old.exec(`
    insert into devices values ('desk', 'admin', 'ab', '41', 1, 9, null, 5);
    insert into devices values ('lost', 'member', 'cd', '42', 2, 9, 3, 5);
    insert into devices values ('Tom', 'guest', null, null, 4, null, null, null);
    insert into totp values ('Tom', 'SECRET', 7, 6);
    insert into recovery_codes values ('Tom', 'ef', null);
    insert into sessions values ('01', 'Tom', 8, 9);
  `);
  await db.destroy();

  const state = await openState(folder);
  const devices = createDevices(state);
  const persons = createPersons(state);
  expect(persons.list().map(({ name, role }) => [name, role])).toEqual([
    ['Tom', 'guest'],
    ['desk', 'admin'],
    ['lost', 'member'],
  ]);
  expect(persons.spareKeys('Tom')).toEqual({
    hasAuthenticator: true,
    recoveryCodes: 1,
    passkeys: 0,
  });
  expect(devices.list().map(({ name }) => name)).toEqual(['desk', 'lost']);
  expect(devices.byFingerprint('ab')).toMatchObject({ person: 'desk', role: 'admin' });
  expect(devices.byFingerprint('cd')?.revokedAt).toBe(3);
  expect(devices.retired()).toEqual([{ serial: '42', retiredAt: 3 }]);
  const { query } = state;
  expect(state.all(query.selectFrom('sessions').selectAll())).toEqual([
    { hash: '01', person: 'Tom', device: null, via: 'totp', agent: '', created_at: 8, seen_at: 9 },
  ]);
  state.close();
  rmSync(folder, { recursive: true });
});

it('sends nothing of what an earlier version kept and could not send, and shows it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-migration-'));
  const path = join(folder, 'state.db');
  const old = new Database(path);
  const db = new Kysely({ dialect: new SqliteDialect({ database: old }) });
  await migrate(db, { '001-first': first, '002-people': people }, path);
  old.exec(`
    insert into outbox values ('a', 'i', 'sms', '+61400000001', 'home ALERT', 'pending', 0, 5, 5);
    insert into outbox values ('b', 'i', 'push', 'family', 'home ALERT', 'pending', 0, 5, 5);
  `);
  await db.destroy();

  const state = await openState(folder);
  const outbox = createOutbox(state);
  expect(outbox.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  expect(outbox.ofIncident('i').map(({ status, text, reason }) => [status, text, reason])).toEqual([
    ['dropped', 'home ALERT', 'the hub could not send messages yet'],
    ['dropped', 'home ALERT', 'the hub could not send messages yet'],
  ]);
  state.close();
  rmSync(folder, { recursive: true });
});
