import type { Kysely, Migration } from 'kysely';
import { sql } from 'kysely';
import type { StateTables } from '../tables.ts';

/** What somebody writes who is made to disarm, who wants to hear a chime, and times that are in doubt. */
export const profiles: Migration = {
  async up(db: Kysely<StateTables>) {
    const run = (text: string) => sql.raw(text).execute(db);
    await run('alter table people add column duress_pin text');
    await run(`create table duress_totp (
      person text primary key not null references people (name) on update cascade,
      secret text not null,
      last_step integer not null,
      enrolled_at integer not null
    )`);
    await run(`alter table outbox add column opens text not null default ''`);
    await run(`alter table outbox add column threatened text not null default ''`);
    await run('alter table contacts add column chime integer not null default 0');
    await run('alter table journal add column doubtful integer not null default 0');
  },
};
