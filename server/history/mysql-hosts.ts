import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import {
  createPool,
  type Pool,
  type PoolConnection,
  type QueryError,
  type RowDataPacket,
} from 'mysql2';
import type { MysqlAddress } from '../config/history-url.ts';
import type { ReadRows } from './queries.ts';

export interface HostPool extends MysqlPool {
  readRows: ReadRows;
}

/** The kernel would wait a quarter of an hour for a server that hangs or is cut off. */
const longestQueryMs = 30_000;

/**
 * One pool over the members of a cluster: it stays with the member that answered last, and goes on
 * to the next one when that cannot be connected to.
 */
export function createHostPool(
  { hosts, user, password, database }: MysqlAddress,
  timeout = longestQueryMs,
): HostPool {
  const pools = hosts.map(({ host, port }) =>
    createPool({
      host,
      port,
      user,
      password,
      database,
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      connectionLimit: 4,
      connectTimeout: 5000,
      // A server that went away without a word must not hold a connection for ever.
      enableKeepAlive: true,
      keepAliveInitialDelay: 10_000,
    }),
  );
  let current = 0;

  function tryFrom(
    index: number,
    left: number,
    done: (error: unknown, connection: PoolConnection) => void,
  ): void {
    const pool = pools[index];
    pool?.getConnection((error, connection) => {
      if (error && left > 1) {
        tryFrom((index + 1) % pools.length, left - 1, done);
        return;
      }
      if (!error) current = index;
      done(error, connection);
    });
  }

  return {
    getConnection: done =>
      tryFrom(current, pools.length, (error, connection) =>
        done(error, error ? (connection as never) : limit(connection, timeout)),
      ),
    // An array a row: the driver takes longer to make objects of them than the server to find them.
    readRows: ({ sql, parameters }) =>
      new Promise((resolve, reject) =>
        tryFrom(current, pools.length, (error, connection) => {
          if (error) {
            reject(error);
            return;
          }
          const query = { sql, values: [...parameters], rowsAsArray: true, timeout };
          connection.query<RowDataPacket[][]>(query, (failure, rows) => {
            endLate(connection, failure);
            connection.release();
            if (failure) reject(failure);
            else resolve(rows);
          });
        }),
      ),
    end: done => endAll(pools, done),
  };
}

/** A connection whose query got no answer in time is of no use any more: what it is at is not known. */
function endLate(connection: PoolConnection, error: QueryError | null): boolean {
  const isLate = error?.code === 'PROTOCOL_SEQUENCE_TIMEOUT';
  if (isLate) connection.destroy();
  return isLate;
}

/** The connection as Kysely uses it, with a limit to each query. */
function limit(connection: PoolConnection, timeout: number): MysqlPoolConnection {
  let late: QueryError | null = null;

  function query(
    sql: string,
    values: unknown[],
    done: (error: QueryError | null, result: unknown) => void,
  ): void {
    // A rollback on it would hide why it was ended.
    if (late) {
      done(late, undefined);
      return;
    }
    connection.query({ sql, values, timeout }, (error, result) => {
      if (endLate(connection, error)) late = error;
      done(error, result);
    });
  }
  return { query, release: () => connection.release() } as unknown as MysqlPoolConnection;
}

function endAll(pools: readonly Pool[], done: (error: unknown) => void): void {
  const [pool, ...others] = pools;
  if (!pool) {
    done(undefined);
    return;
  }
  pool.end(() => endAll(others, done));
}
