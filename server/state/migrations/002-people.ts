import type { Kysely, Migration } from 'kysely';
import { sql } from 'kysely';
import type { StateTables } from '../tables.ts';

/**
 * People own devices: role, authenticator and sessions are a person's. Whoever was a device so far is
 * a person of that name; a row without a certificate was nothing but a person.
 */
export const people: Migration = {
  async up(db: Kysely<StateTables>) {
    const run = (text: string) => sql.raw(text).execute(db);
    await run(`create table people (
      name text primary key not null,
      role text not null check (role in ('admin', 'member', 'guest')),
      created_at integer not null,
      ends_at integer,
      removed_at integer,
      pin text
    )`);
    await run(`insert into people select name, role, issued_at, null,
      case when fingerprint is null then revoked_at end, null from devices`);

    await run(`create table people_totp (
      person text primary key not null references people (name) on update cascade,
      secret text not null,
      last_step integer not null,
      enrolled_at integer not null
    )`);
    await run('insert into people_totp select name, secret, last_step, enrolled_at from totp');
    await run('drop table totp');
    await run('alter table people_totp rename to totp');

    await run(`create table people_codes (
      person text not null references people (name) on update cascade,
      hash text not null,
      used_at integer,
      primary key (person, hash)
    )`);
    await run('insert into people_codes select name, hash, used_at from recovery_codes');
    await run('drop table recovery_codes');
    await run('alter table people_codes rename to recovery_codes');

    await run('create table old_sessions as select * from sessions');
    await run('drop table sessions');
    await run('alter table devices rename to old_devices');
    await run(`create table devices (
      name text primary key not null,
      person text not null references people (name) on update cascade,
      fingerprint text not null unique,
      serial text not null,
      issued_at integer not null,
      expires_at integer not null,
      issued_by text not null,
      revoked_at integer,
      suspended_at integer,
      suspended_by text,
      seen_at integer,
      app_at integer,
      away_at integer,
      next_fingerprint text unique,
      next_serial text,
      next_issued_at integer,
      next_expires_at integer
    )`);
    await run(`insert into devices (name, person, fingerprint, serial, issued_at, expires_at,
        issued_by, revoked_at, seen_at)
      select name, name, fingerprint, coalesce(serial, ''), issued_at, coalesce(expires_at, 0),
        '', revoked_at, seen_at
      from old_devices where fingerprint is not null`);
    await run('drop table old_devices');
    await run('create index devices_person on devices (person)');

    await run(`create table sessions (
      hash text primary key not null,
      person text not null references people (name) on update cascade,
      device text references devices (name) on update cascade,
      via text not null,
      agent text not null,
      created_at integer not null,
      seen_at integer not null
    )`);
    await run(`insert into sessions
      select hash, name, null, 'totp', '', created_at, seen_at from old_sessions`);
    await run('drop table old_sessions');
    await run('create index sessions_person on sessions (person)');

    await run(`create table retired_serials (
      serial text primary key not null,
      retired_at integer not null
    )`);
    await run(`insert or ignore into retired_serials
      select serial, revoked_at from devices where revoked_at is not null and serial <> ''`);

    await run(`create table passkeys (
      id text primary key not null,
      person text not null references people (name) on update cascade,
      public_key text not null,
      counter integer not null,
      transports text not null,
      label text not null,
      created_at integer not null,
      used_at integer
    )`);
    await run('create index passkeys_person on passkeys (person)');
  },
};
