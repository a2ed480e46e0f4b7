import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import { expect, it } from 'vitest';
import { parseHistoryUrl } from '../../server/config/history-url.ts';
import { openMysqlHistory } from '../../server/history/open-mysql.ts';
import { openSqliteHistory } from '../../server/history/open-sqlite.ts';
import { startMariadb } from '../mariadb.ts';

/** Leaves what a kill leaves between the last table and the note of the migration. */
const forget = 'delete from kysely_migration';
const everything = { from: 0, to: 2 ** 42 };

it('a database whose first migration was interrupted opens (mysql)', async () => {
  const mariadb = await startMariadb();
  try {
    const url = await mariadb.createDatabase('interrupted');
    const address = parseHistoryUrl(url);
    if (!address) throw new Error(url);
    await (await openMysqlHistory(address, 'home')).close();
    const connection = await createConnection(url);
    await connection.query(forget);
    await connection.end();
    const history = await openMysqlHistory(address, 'home');
    expect(await history.events(everything, { limit: 1 })).toEqual([]);
    await history.close();
  } finally {
    await mariadb.remove();
  }
});

it('a database whose first migration was interrupted opens (sqlite)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-interrupted-'));
  try {
    const path = join(folder, 'history.db');
    await (await openSqliteHistory(path, 'home')).close();
    new Database(path).exec(forget).close();
    const history = await openSqliteHistory(path, 'home');
    expect(await history.events(everything, { limit: 1 })).toEqual([]);
    await history.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
