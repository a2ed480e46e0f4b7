import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { createPool, type Pool, type PoolConnection, type QueryError } from 'mysql2';
import type { MysqlAddress } from '../config/history-url.ts';

/** The kernel would wait a quarter of an hour for a server that hangs or is cut off. */
const longestQueryMs = 30_000;

/**
 * One pool over the members of a cluster: it stays with the member that answered last, and goes on
 * to the next one when that cannot be connected to.
 */
export function createHostPool(
  { hosts, user, password, database }: MysqlAddress,
  limitMs = longestQueryMs,
): MysqlPool {
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
    done: (error: unknown, connection: MysqlPoolConnection) => void,
  ): void {
    const pool = pools[index];
    pool?.getConnection((error, connection) => {
      if (error && left > 1) {
        tryFrom((index + 1) % pools.length, left - 1, done);
        return;
      }
      if (error) {
        done(error, connection as unknown as MysqlPoolConnection);
        return;
      }
      current = index;
      done(undefined, limit(connection, limitMs));
    });
  }

  return {
    getConnection: done => tryFrom(current, pools.length, done),
    end: done => endAll(pools, done),
  };
}

/** A connection whose query got no answer in time is of no use any more: what it is at is not known. */
function limit(connection: PoolConnection, timeout: number): MysqlPoolConnection {
  function query(
    sql: string,
    values: unknown[],
    done: (error: QueryError | null, result: unknown) => void,
  ): void {
    connection.query({ sql, values, timeout }, (error, result) => {
      if (error?.code === 'PROTOCOL_SEQUENCE_TIMEOUT') connection.destroy();
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
