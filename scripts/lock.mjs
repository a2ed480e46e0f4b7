import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 250;
// Between making a folder and filling it lie microseconds; a folder older than this was left by a crash.
const unfilledMs = 5000;

/** When the process started, in ticks since the boot: a process id alone comes round again. */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function tryMkdir(path) {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isOlderThan(path, ageMs) {
  try {
    return Date.now() - statSync(path).mtimeMs > ageMs;
  } catch {
    return false;
  }
}

function isStale(path) {
  let owner;
  try {
    owner = readFileSync(join(path, 'owner'), 'utf8');
  } catch {
    return isOlderThan(path, unfilledMs);
  }
  const [pid, started] = owner.split(' ');
  return started === undefined || startTime(pid) !== started;
}

/** Two that find the same stale lock must not both remove it: the second would remove the first's. */
function breakIfStale(path) {
  const guard = `${path}.breaking`;
  if (!tryMkdir(guard)) {
    if (isOlderThan(guard, unfilledMs)) rmdirSync(guard);
    return;
  }
  try {
    if (isStale(path)) rmSync(path, { recursive: true, force: true });
  } finally {
    rmdirSync(guard);
  }
}

/**
 * Runs `work` while no other process runs under the same lock. A lock whose owner has died is taken over.
 *
 * @param path the lock's folder; its parent is made when missing
 * @param onWait called once when another process holds the lock
 */
export async function withLock(path, onWait, work) {
  mkdirSync(dirname(path), { recursive: true });
  for (let waited = false; !tryMkdir(path); waited = true) {
    if (isStale(path)) {
      breakIfStale(path);
      continue;
    }
    if (!waited) onWait();
    await wait(pollMs);
  }
  try {
    writeFileSync(join(path, 'owner'), `${process.pid} ${startTime(process.pid)}`);
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
