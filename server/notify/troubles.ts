import type { Log } from '../log.ts';
import type { Channel } from '../protocol.ts';

export interface Trouble {
  /** Epoch milliseconds on the wall clock. */
  since: number;
  reason: string;
}

/** Which channels let nothing through, since when, and why. */
export interface Troubles {
  get(channel: Channel): Trouble | undefined;
  /** @param reason undefined when something got through */
  note(channel: Channel, reason: string | undefined): void;
}

interface Rooms {
  now: () => number;
  log: Log;
  /** A channel's trouble began. */
  onBegin(channel: Channel): void;
  /** A channel is open again. */
  onEnd(channel: Channel): void;
}

export function createTroubles({ now, log, onBegin, onEnd }: Rooms): Troubles {
  const troubles = new Map<Channel, Trouble>();
  return {
    get: channel => troubles.get(channel),
    note(channel, reason) {
      const before = troubles.get(channel);
      if (reason === undefined) {
        if (!troubles.delete(channel)) return;
        log.info('messages get through again', { channel });
        onEnd(channel);
        return;
      }
      troubles.set(channel, { since: before?.since ?? now(), reason });
      if (before) return;
      log.warn('messages do not get through; they are tried again', { channel, reason });
      onBegin(channel);
    },
  };
}
