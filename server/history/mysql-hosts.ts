import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { createPool, type Pool } from 'mysql2';
import type { MysqlAddress } from '../config/history-url.ts';

/**
 * One pool over the members of a cluster: it stays with the member that answered last, and goes on
 * to the next one when that cannot be connected to.
 */
export function createHostPool({ hosts, user, password, database }: MysqlAddress): MysqlPool {
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
      if (!error) current = index;
      done(error, connection as unknown as MysqlPoolConnection);
    });
  }

  return {
    getConnection: done => tryFrom(current, pools.length, done),
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
