import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { History } from './history.ts';

/** Opens the history that the configuration names. Its driver is loaded only when it is the one. */
export async function openHistory(
  { history, site }: Pick<Config, 'history' | 'site'>,
  dataFolder: string,
): Promise<History> {
  if (history) {
    const { openMysqlHistory } = await import('./open-mysql.ts');
    return openMysqlHistory(history, site);
  }
  const { openSqliteHistory } = await import('./open-sqlite.ts');
  return openSqliteHistory(join(dataFolder, 'history.db'), site);
}
