import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The process of the hub that holds the data folder's lock. The kernel is asked who holds it: trying the lock
 * would, for that moment, keep a hub from starting.
 */
export function findHub(dataFolder: string, root: string): number | undefined {
  try {
    const { ino } = statSync(join(dataFolder, 'hub.lock'));
    const pid = Number(readFileSync(join(dataFolder, 'hub.pid'), 'utf8'));
    const locks = readFileSync(join(root, 'proc/locks'), 'utf8').split('\n');
    return locks.some(lock => isHeld(lock, pid, ino)) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** `1: POSIX  ADVISORY  WRITE 4711 b3:02:131090 1073741824 1073742335` */
function isHeld(lock: string, pid: number, ino: number): boolean {
  const [, , , mode, holder, place] = lock.trim().split(/\s+/);
  return mode === 'WRITE' && Number(holder) === pid && place?.split(':').at(-1) === `${ino}`;
}
