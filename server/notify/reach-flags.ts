import type { Flag } from '../protocol.ts';
import type { Outbox } from '../state/outbox.ts';
import type { Notify } from './notify.ts';

interface Rooms {
  notify: Pick<Notify, 'audience'> & { dispatcher: Pick<Notify['dispatcher'], 'trouble'> };
  outbox: Pick<Outbox, 'undelivered'>;
  now: () => number;
  isCapped(): boolean;
  /** In ALERT: whom an alarm would reach matters to a family that arms, and to none before. */
  isArmed(): boolean;
  /** False when the outside cannot be reached; undefined when nobody outside is asked. */
  isOutsideReachable(): boolean | undefined;
  flag(flag: Flag, isUp: boolean): void;
  /** Journals that the way out closed, or opened again. */
  note(code: string, text: string): void;
}

const undeliveredMs = 24 * 3_600_000;
const mostLookedAt = 100;
/** A single failure that the next try mends is no news. */
const graceMs = 60_000;

/**
 * Keeps the flags that say how far an alarm would get.
 *
 * @returns called whenever one of them may be another
 */
export function createReachFlags(rooms: Rooms): () => void {
  const { notify, outbox, now, isCapped, isArmed, isOutsideReachable, flag, note } = rooms;
  let isClosed = false;
  /** Since when whoever watches from outside cannot be reached. */
  let outsideLostAt: number | undefined;

  function isClosedNow(): boolean {
    outsideLostAt = isOutsideReachable() === false ? (outsideLostAt ?? now()) : undefined;
    if (outsideLostAt !== undefined && Math.abs(now() - outsideLostAt) >= graceMs) return true;
    return (['sms', 'push'] as const).some(channel => {
      const trouble = notify.dispatcher.trouble(channel);
      return trouble !== undefined && Math.abs(now() - trouble.since) >= graceMs;
    });
  }

  return () => {
    const { sms, push } = notify.audience(now());
    flag('silent', isArmed() && sms.length + push.length === 0);
    flag('cap', isCapped());
    // Everybody sees the flag, also whoever is under threat; the others find in the list what failed.
    const lost = outbox.undelivered(now() - undeliveredMs, mostLookedAt);
    flag(
      'undelivered',
      lost.some(({ threatened }) => threatened === ''),
    );
    const wasClosed = isClosed;
    isClosed = isClosedNow();
    flag('network', isClosed);
    if (isClosed && !wasClosed) note('network-lost', 'Messages do not get out of the house.');
    if (wasClosed && !isClosed) note('network-back', 'Messages get out of the house again.');
  };
}
