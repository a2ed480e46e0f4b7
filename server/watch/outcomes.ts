import type { Clock } from '../clock.ts';
import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import { type OutsideAnswer, RequestFailure } from '../outgoing/request.ts';
import type { Reach } from '../protocol.ts';

export type WatchRow = Reach['watch'][number];

/** Somebody outside has answered, and said no. */
export class Declined extends Error {
  override readonly name = 'Declined';
}

/** How it goes with one place outside the house. */
export interface Outcomes {
  succeeded(): void;
  /** @param error a {@link RequestFailure} when nobody answered */
  failed(error: unknown): void;
  row(): WatchRow;
  /** Whether anybody answered the last time; undefined before the first. */
  isReached(): boolean | undefined;
}

export interface OutcomeRooms {
  clock: Pick<Clock, 'wall'>;
  log: Log;
  /** Told when an answer comes, or stays away, other than the last time. */
  onChange(): void;
}

/** @param name for people; never an address with a secret in it */
export function createOutcomes(name: string, { clock, log, onChange }: OutcomeRooms): Outcomes {
  let okAt: number | undefined;
  let trouble: string | undefined;
  let isReached: boolean | undefined;

  function note(next: string | undefined, isAnswered: boolean): void {
    if (next !== undefined && next !== trouble) {
      log.warn('somebody outside does not do what is asked', { name, reason: next });
    } else if (next === undefined && trouble !== undefined) {
      log.info('somebody outside does again what is asked', { name });
    }
    trouble = next;
    const isChange = isReached !== isAnswered;
    isReached = isAnswered;
    if (isChange) onChange();
  }

  return {
    succeeded() {
      okAt = clock.wall();
      note(undefined, true);
    },
    failed: error => note(errorText(error), isAnswer(error)),
    row: () => ({
      name,
      isWatcher: true,
      isWell: okAt !== undefined && trouble === undefined,
      lastOkAt: okAt === undefined ? null : new Date(okAt).toISOString(),
      trouble: trouble ?? null,
    }),
    isReached: () => isReached,
  };
}

/** What went wrong here (the disk) says nothing of the network, which had done its part. */
function isAnswer(error: unknown): boolean {
  return !(error instanceof RequestFailure) || error.isAnswered;
}

/** @throws Declined for anything but a success */
export function requireSuccess({ status }: OutsideAnswer, reason = ''): void {
  if (status >= 200 && status < 300) return;
  throw new Declined(`answers ${status}${reason && ` (${reason})`}`);
}
