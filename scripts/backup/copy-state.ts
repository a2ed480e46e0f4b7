import { join } from 'node:path';
import Database from 'better-sqlite3';
import { diskRefusal } from '../../server/state/disk-trouble.ts';

/**
 * A copy of a SQLite file as it is at one moment, also while the hub writes to it.
 *
 * @throws Refusal when the file or the copy cannot be used
 */
export async function copyState(dataFolder: string, to: string): Promise<void> {
  const path = join(dataFolder, 'state.db');
  try {
    const source = new Database(path, { fileMustExist: true, timeout: 5000 });
    try {
      // All pages in one step: between two steps the hub's next write would begin it anew.
      await source.backup(to, { progress: () => 2 ** 31 - 1 });
    } finally {
      source.close();
    }
  } catch (error) {
    throw diskRefusal(path, error);
  }
}
