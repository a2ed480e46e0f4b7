import type { Kysely, Migration } from 'kysely';
import { sql } from 'kysely';
import type { StateTables } from '../tables.ts';

export const first: Migration = {
  async up(db: Kysely<StateTables>) {
    await db.schema
      .createTable('journal')
      // AUTOINCREMENT, so that a number is never given twice, not even after everything was trimmed.
      .addColumn('seq', 'integer', column => column.primaryKey().autoIncrement())
      .addColumn('id', 'text', column => column.notNull())
      .addColumn('at', 'integer', column => column.notNull())
      .addColumn('topic', 'text', column => column.notNull())
      .addColumn('sensor', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('mode', 'text', column => column.notNull())
      .addColumn('value', 'real', column => column.notNull())
      .addColumn('body', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('levels')
      .addColumn('sensor', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('value', 'text', column => column.notNull())
      .addColumn('since', 'integer', column => column.notNull())
      .addColumn('last', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('levels_key', ['sensor', 'kind'])
      .execute();
    await db.schema
      .createTable('documents')
      .addColumn('key', 'text', column => column.primaryKey().notNull())
      .addColumn('body', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('incidents')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('opened_at', 'integer', column => column.notNull())
      .addColumn('closed_at', 'integer')
      .addColumn('body', 'text', column => column.notNull())
      .execute();
    await db.schema
      .createTable('outbox')
      .addColumn('id', 'text', column => column.primaryKey().notNull())
      .addColumn('incident', 'text', column => column.notNull())
      .addColumn('channel', 'text', column => column.notNull())
      .addColumn('recipient', 'text', column => column.notNull())
      .addColumn('body', 'text', column => column.notNull())
      .addColumn('status', 'text', column => column.notNull())
      .addColumn('attempts', 'integer', column => column.notNull())
      .addColumn('not_before', 'integer', column => column.notNull())
      .addColumn('created_at', 'integer', column => column.notNull())
      .execute();
    await db.schema
      .createIndex('outbox_status')
      .on('outbox')
      .columns(['status', 'not_before'])
      .execute();
    await db.schema
      .createTable('devices')
      .addColumn('name', 'text', column => column.primaryKey().notNull())
      .addColumn('role', 'text', column =>
        column.notNull().check(sql`role in ('admin', 'member', 'guest')`),
      )
      .addColumn('fingerprint', 'text', column => column.unique())
      .addColumn('serial', 'text')
      .addColumn('issued_at', 'integer', column => column.notNull())
      .addColumn('expires_at', 'integer')
      .addColumn('revoked_at', 'integer')
      .addColumn('seen_at', 'integer')
      .execute();
    await db.schema
      .createTable('totp')
      .addColumn('name', 'text', column => column.primaryKey().notNull().references('devices.name'))
      .addColumn('secret', 'text', column => column.notNull())
      .addColumn('last_step', 'integer', column => column.notNull())
      .addColumn('enrolled_at', 'integer', column => column.notNull())
      .execute();
    await db.schema
      .createTable('recovery_codes')
      .addColumn('name', 'text', column => column.notNull().references('devices.name'))
      .addColumn('hash', 'text', column => column.notNull())
      .addColumn('used_at', 'integer')
      .addPrimaryKeyConstraint('recovery_codes_key', ['name', 'hash'])
      .execute();
    await db.schema
      .createTable('sessions')
      .addColumn('hash', 'text', column => column.primaryKey().notNull())
      .addColumn('name', 'text', column => column.notNull().references('devices.name'))
      .addColumn('created_at', 'integer', column => column.notNull())
      .addColumn('seen_at', 'integer', column => column.notNull())
      .execute();
    await db.schema
      .createTable('attempts')
      .addColumn('key', 'text', column => column.primaryKey().notNull())
      .addColumn('failures', 'integer', column => column.notNull())
      .addColumn('since', 'integer', column => column.notNull())
      .addColumn('blocked_until', 'integer', column => column.notNull())
      .execute();
  },
};
