import type { Kysely, Migration } from 'kysely';
import { sql } from 'kysely';
import type { StateTables } from '../tables.ts';

/**
 * Messages that leave the house, whom they go to, and what an incident consists of. So far messages were
 * kept and never sent; what is old must not go out now, so it is closed with a word.
 */
export const alerts: Migration = {
  async up(db: Kysely<StateTables>) {
    const run = (text: string) => sql.raw(text).execute(db);
    await run('alter table outbox rename to old_outbox');
    await run('drop index outbox_status');
    await run(`create table outbox (
      id text primary key not null,
      batch text not null,
      incident text not null,
      kind text not null,
      channel text not null check (channel in ('sms', 'push')),
      recipient text not null,
      person text not null,
      title text not null,
      text text not null,
      about_at integer not null,
      created_at integer not null,
      stale_at integer not null,
      not_before integer not null,
      status text not null
        check (status in ('pending', 'sending', 'sent', 'failed', 'dropped', 'unknown')),
      attempts integer not null,
      is_repeat integer not null,
      done_at integer,
      provider text not null,
      reference text not null,
      reason text not null
    )`);
    await run(`insert into outbox
      select id, id, incident, 'alarm', channel, recipient, '', '', body, created_at, created_at,
        created_at, created_at, 'dropped', 0, 0, created_at, '', '',
        'the hub could not send messages yet'
      from old_outbox`);
    await run('drop table old_outbox');
    await run('create index outbox_open on outbox (status, not_before)');
    await run('create index outbox_incident on outbox (incident)');
    await run('create index outbox_recipient on outbox (recipient, created_at)');

    await run(`create table incident_steps (
      incident text not null,
      n integer not null,
      at integer not null,
      kind text not null,
      sensor text not null,
      body text not null,
      primary key (incident, n)
    ) without rowid`);

    await run(`create table contacts (
      person text primary key not null references people (name) on update cascade,
      number text,
      sms integer not null,
      push integer not null,
      quiet_from text not null,
      quiet_to text not null
    )`);

    await run(`create table reach (
      address text primary key not null,
      accepted_at integer,
      failed_at integer,
      failure text not null,
      confirmed_at integer
    )`);

    await run(`create table subscriptions (
      id text primary key not null,
      endpoint text not null unique,
      p256dh text not null,
      auth text not null,
      person text not null references people (name) on update cascade,
      device text references devices (name) on update cascade,
      session text,
      agent text not null,
      created_at integer not null,
      seen_at integer not null,
      shown_at integer,
      tapped_at integer,
      broken_at integer,
      failure text not null
    )`);
    await run('create index subscriptions_person on subscriptions (person)');
  },
};
