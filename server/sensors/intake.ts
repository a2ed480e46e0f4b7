import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Reading } from './reading.ts';

export interface Position {
  key: string;
  body: string;
}

/** Where every source hands its readings in. */
export interface Intake {
  /** For live lines: returns at once, the reading is on disk within this turn of the event loop. */
  push(reading: Reading): void;
  /** For sources that can wait: resolves when the readings and the position are on disk. */
  offer(readings: readonly Reading[], position: Position): Promise<void>;
  /** Writes what waits, now. @throws when the store refuses */
  flush(): void;
  /** Readings that are not on disk yet. */
  waiting(): number;
  /** Writes what waits, if it can, and takes no more. */
  close(): void;
}

interface Job {
  readings: readonly Reading[];
  position?: Position;
  done?: () => void;
}

const retryMs = 1000;

/**
 * Gathers what arrives within one turn of the event loop into one commit. When the disk refuses,
 * readings wait in memory, in order, and are tried again each second: nothing is dropped.
 *
 * @param onStorage told when writing fails and when it works again
 */
export function createIntake(
  accept: (readings: readonly Reading[], position?: Position) => void,
  onStorage: (isWell: boolean) => void,
  log: Log,
): Intake {
  let jobs: Job[] = [];
  let scheduled: NodeJS.Immediate | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isWell = true;

  function setWell(next: boolean): void {
    if (isWell === next) return;
    isWell = next;
    onStorage(next);
  }

  function flush(): void {
    const batch = jobs;
    if (batch.length === 0) return;
    jobs = [];
    try {
      const readings = batch.flatMap(job => job.readings);
      accept(readings, batch.findLast(job => job.position)?.position);
    } catch (error) {
      jobs = [...batch, ...jobs];
      throw error;
    }
    setWell(true);
    for (const job of batch) job.done?.();
  }

  function tryFlush(): void {
    scheduled = undefined;
    try {
      flush();
    } catch (error) {
      if (isWell)
        log.error('the journal cannot be written; readings wait', { error: errorText(error) });
      setWell(false);
      retry = setTimeout(tryFlush, retryMs);
    }
  }

  function add(job: Job): void {
    jobs.push(job);
    if (isWell && !scheduled) scheduled = setImmediate(tryFlush);
  }

  return {
    push: reading => add({ readings: [reading] }),
    offer: (readings, position) =>
      new Promise(resolve => add({ readings, position, done: resolve })),
    flush,
    waiting: () => jobs.reduce((count, job) => count + job.readings.length, 0),
    close() {
      clearImmediate(scheduled);
      clearTimeout(retry);
      try {
        flush();
      } catch (error) {
        const lost = jobs.reduce((count, job) => count + job.readings.length, 0);
        log.error('readings could not be written before the end', {
          lost,
          error: errorText(error),
        });
      }
    },
  };
}
