import Queue from 'better-queue';

/** Carries tasks to a worker, so many at once. What is to be carried is the outbox's to know. */
export interface Line<Task> {
  push(task: Task): void;
  close(): Promise<void>;
}

/**
 * better-queue with its memory as store: of its own stores a crash loses tasks. It gets each task under a
 * number of its own, since tasks of one id take each other's place.
 *
 * @param work must not reject: the queue would not notice
 */
export function createLine<Task>(
  options: { concurrent: number; pauseMs: number },
  work: (task: Task) => Promise<void>,
): Line<Task> {
  let number = 0;
  const queue = new Queue<{ id: string; task: Task }>(
    ({ task }: { task: Task }, done: () => void) => void work(task).finally(() => done()),
    { concurrent: options.concurrent, afterProcessDelay: options.pauseMs },
  );
  return {
    push(task) {
      number += 1;
      queue.push({ id: String(number), task });
    },
    close: () => new Promise(resolve => queue.destroy(resolve)),
  };
}
