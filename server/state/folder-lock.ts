import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode, Refusal } from '../errors.ts';

/**
 * Keeps a second hub out of the data folder. The lock is the kernel's, held through SQLite, so it ends
 * with the process however that ends.
 *
 * @throws Refusal when another hub holds it
 */
export function lockFolder(folder: string): { release(): void } {
  const note = join(folder, 'hub.pid');
  const lock = new Database(join(folder, 'hub.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (errorCode(error) !== 'SQLITE_BUSY') throw error;
    throw new Refusal(
      `another hub (process ${readPid(note)}) uses the data folder ${folder}; stop it, or name another folder in SEC53_DATA`,
    );
  }
  writeFileSync(note, `${process.pid}\n`, { mode: 0o600 });
  return { release: () => void lock.close() };
}

function readPid(note: string): string {
  try {
    return readFileSync(note, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
