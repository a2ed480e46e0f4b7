import { CompiledQuery } from 'kysely';
import type { MysqlAddress } from '../../server/config/history-url.ts';
import { errorCode, errorText } from '../../server/errors.ts';
import { migrationsFor } from '../../server/history/migrations/all.ts';
import { createHostPool, type HostPool } from '../../server/history/mysql-hosts.ts';
import type { Facts } from './facts.ts';
import { fault, good, type Row, warning } from './row.ts';

const check = 'database';
const answerMs = 4000;
const migrations = Object.keys(migrationsFor('mysql'));
/** What the hub does with its tables, and with the tables of its migrations. */
const neededRights = ['SELECT', 'INSERT', 'UPDATE', 'CREATE', 'ALTER'];

/** The server of the long history, when there is one: reached, let in, and its tables as they should be. */
export async function checkDatabase({ config, hub }: Facts): Promise<Row[]> {
  const address = config?.history;
  if (!address) return [];
  const pool = createHostPool(address, answerMs);
  const where = `${address.database} on ${address.hosts.map(({ host }) => host).join(', ')}`;
  try {
    return await examine(pool, address.database, where, hub !== undefined);
  } catch (error) {
    return [fault(check, `${where}: ${errorText(error)}`, fixFor(errorCode(error), address))];
  } finally {
    pool.end(() => undefined);
  }
}

async function examine(
  pool: HostPool,
  database: string,
  where: string,
  isHubRunning: boolean,
): Promise<Row[]> {
  const ask = async (sql: string) =>
    (await pool.readRows(CompiledQuery.raw(sql))).map(([value]) => String(value));
  const [version = ''] = await ask('select version()');
  const grants = await ask('show grants');
  const tables = await ask("show tables like 'kysely_migration'");
  const done = tables.length === 0 ? [] : await ask('select name from kysely_migration');
  return [
    good(check, `${where} answers, version ${version}`),
    judgeGrants(grants, database),
    judgeMigrations(done, isHubRunning),
  ];
}

/** `GRANT SELECT, INSERT ON `sec53`.* TO …`; only the rights are looked at, never whom they are given to. */
function judgeGrants(grants: readonly string[], database: string): Row {
  const given = grants.flatMap(grant => {
    const [, list = '', target = ''] = /^GRANT (.*?) ON (\S+)/i.exec(grant) ?? [];
    // Backquoted, and with its underscores escaped.
    const isOurs = ['*.*', `${database}.*`].includes(target.replace(/[`\\]/g, ''));
    return isOurs ? list.split(',').map(right => right.trim().toUpperCase()) : [];
  });
  const missing = neededRights.filter(right => !given.includes(right));
  if (given.includes('ALL PRIVILEGES') || missing.length === 0) {
    return good(check, 'its user has the rights that the hub needs');
  }
  const fix = `GRANT ${neededRights.join(', ')} ON ${database}.* TO the hub’s user`;
  return warning(check, `its user lacks ${missing.join(', ')}`, fix);
}

function judgeMigrations(done: readonly string[], isHubRunning: boolean): Row {
  const newer = done.filter(name => !migrations.includes(name));
  if (newer.length > 0) {
    const fix = 'install that version of sec53 again, or restore a backup';
    return fault(check, `a newer sec53 has written it (${newer.join(', ')})`, fix);
  }
  const missing = migrations.filter(name => !done.includes(name));
  if (missing.length === 0) return good(check, 'its tables are up to date');
  const fix = isHubRunning ? 'see the log of the hub' : 'start the hub, which makes them';
  return warning(check, `its tables are not there yet (${missing.join(', ')})`, fix);
}

function fixFor(code: string, { database, user }: MysqlAddress): string {
  switch (code) {
    case 'ER_ACCESS_DENIED_ERROR':
      return `correct history.password or password_file, or let ${user} in from this machine`;
    case 'ER_DBACCESS_DENIED_ERROR':
      return `GRANT ALL ON ${database}.* TO ${user}`;
    case 'ER_BAD_DB_ERROR':
      return `CREATE DATABASE ${database}`;
    case 'ECONNREFUSED':
      return 'start the server, or correct the host and port of history.url';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'correct the host of history.url, or see to the network';
    default:
      return 'see to the network and to the server; the hub keeps what is to go there';
  }
}
