import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { errorCode, Refusal } from '../errors.ts';
import { diskRefusal } from './disk-trouble.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Makes the data folder when it is missing, and keeps a second hub out of it. The lock is the kernel's, held through SQLite, so it ends
 * with the process however that ends.
 *
 * @param purpose a restore may go on where one was cut off
 * @throws Refusal when another hub holds it, or it holds a house that is half restored
 */
export function lockFolder(
  folder: string,
  purpose: 'hub' | 'restore' = 'hub',
): { release(): void } {
  const note = join(folder, 'hub.pid');
  const path = join(folder, 'hub.lock');
  if (purpose === 'hub' && existsSync(join(folder, 'restore.unfinished'))) {
    throw new Refusal(`a restore into ${folder} was cut off; run it again, with --replace`);
  }
  let lock: Database.Database | undefined;
  try {
    makeFolder(folder);
    lock = new Database(path, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(note, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    lock?.close();
    if (errorCode(error) !== 'SQLITE_BUSY') throw diskRefusal(path, error);
    throw new Refusal(
      `another hub (process ${readPid(note)}) uses the data folder ${folder}; stop it, or name another folder in SEC53_DATA`,
    );
  }
  return { release: () => void lock?.close() };
}

function readPid(note: string): string {
  try {
    return readFileSync(note, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
