import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { createPool, type Pool, type PoolConnection, type RowDataPacket } from 'mysql2';
import type { MysqlAddress } from '../config/history-url.ts';
import type { ReadRows } from './queries.ts';

export interface HostPool extends MysqlPool {
  readRows: ReadRows;
}

/**
 * One pool over the members of a cluster: it stays with the member that answered last, and goes on
 * to the next one when that cannot be connected to.
 */
export function createHostPool({ hosts, user, password, database }: MysqlAddress): HostPool {
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
        done(error, connection as unknown as MysqlPoolConnection),
      ),
    // An array a row: the driver takes longer to make objects of them than the server to find them.
    readRows: ({ sql, parameters }) =>
      new Promise((resolve, reject) =>
        tryFrom(current, pools.length, (error, connection) => {
          if (error) {
            reject(error);
            return;
          }
          const query = { sql, values: [...parameters], rowsAsArray: true };
          connection.query<RowDataPacket[][]>(query, (failure, rows) => {
            connection.release();
            if (failure) reject(failure);
            else resolve(rows);
          });
        }),
      ),
    end: done => endAll(pools, done),
  };
}

function endAll(pools: readonly Pool[], done: (error: unknown) => void): void {
  const [pool, ...others] = pools;
  if (!pool) {
    done(undefined);
    return;
  }
  pool.end(() => endAll(others, done));
}
