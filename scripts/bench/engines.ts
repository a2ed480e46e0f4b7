import { join } from 'node:path';
import { type Mariadb, startMariadb } from '../../test/mariadb.ts';
import type { Bench } from './bench.ts';
import type { Place } from './hub.ts';
import { openMysqlStore } from './mysql-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Engine } from './store.ts';

/**
 * The engines that were asked for and are there. Without a MariaDB on this machine it says so, and
 * the embedded engine is measured alone.
 */
export async function findEngines(bench: Bench, place: Place): Promise<Engine[]> {
  const engines: Engine[] = [];
  for (const name of bench.options.engines) {
    if (name === 'sqlite') {
      const open = async () => openSqliteStore(join(place.data, 'history.db'));
      engines.push({ name, config: '', open });
      continue;
    }
    const mariadb = await tryMariadb(bench);
    if (!mariadb) continue;
    const url = await mariadb.createDatabase('bench');
    const config = `history: { url: ${JSON.stringify(url)} }`;
    engines.push({ name, config, open: () => openMysqlStore(url) });
  }
  if (engines.length === 0) throw new Error('no engine is left to measure');
  return engines;
}

async function tryMariadb(bench: Bench): Promise<Mariadb | undefined> {
  try {
    const starting = startMariadb();
    // Before it is there, because an interruption may come while it starts; a failed one cleans up itself.
    bench.defer(() => starting.then(mariadb => mariadb.remove()).catch(() => undefined));
    return await starting;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    bench.note(
      `no MariaDB, so mysql is not measured (sudo apt install mariadb-server brings it): ${reason}`,
    );
    return undefined;
  }
}
