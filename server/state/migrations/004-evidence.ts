import type { Kysely, Migration } from 'kysely';
import { sql } from 'kysely';
import type { StateTables } from '../tables.ts';

/** What leaves the house while an incident runs, and what this hub keeps of the incidents of others. */
export const evidence: Migration = {
  async up(db: Kysely<StateTables>) {
    const run = (text: string) => sql.raw(text).execute(db);
    await run(`create table evidence (
      n integer primary key not null,
      chain text not null,
      body text not null,
      previous text not null,
      hash text not null
    )`);
    await run(`create table evidence_sent (
      destination text primary key not null,
      n integer not null
    )`);
    // Two links may claim one place: that is what tampering looks like, and both are kept.
    await run(`create table witnessed (
      id integer primary key not null,
      sender text not null,
      chain text not null,
      n integer not null,
      body text not null,
      previous text not null,
      hash text not null,
      received_at integer not null,
      fits integer not null,
      unique (sender, chain, n, hash)
    )`);
  },
};
