import type { Clock } from '../clock.ts';
import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Channel } from '../protocol.ts';
import type { Ending, Outbox, OutboxRow } from '../state/outbox.ts';
import type { State } from '../state/state.ts';
import { backoffMs, longestBackoffMs } from './backoff.ts';
import type { Courier, Outcome } from './courier.ts';
import { groupDue, toChannel } from './group-due.ts';
import { createLine, type Line } from './queue.ts';
import { createTroubles, type Trouble } from './troubles.ts';

export interface Dispatcher {
  /** Takes up what a crash left behind, and sends what is due. */
  start(): void;
  /** There may be something new in the outbox. */
  wake(): void;
  /** Since when nothing of a channel gets through, and why; undefined while it does. */
  trouble(channel: Channel): Trouble | undefined;
  /** Lets what is under way come to its end, for a while. */
  stop(): Promise<void>;
}

export interface DispatcherRooms {
  state: State;
  outbox: Outbox;
  couriers: readonly Courier[];
  clock: Clock;
  log: Log;
  random: () => number;
  staleMs: number;
  /** What is dated before was dated by a wrong clock, epoch milliseconds. */
  trustedFrom: number;
  /** Joins the transaction in which a message comes to an end. */
  onEnd(row: OutboxRow, outcome: Exclude<Outcome, { kind: 'failed' }>): void;
  /** What was given up because it had become stale. */
  onGivenUp(rows: readonly OutboxRow[]): void;
  /** A channel's trouble began or ended. */
  onTrouble(): void;
}

const pace: Record<Channel, { concurrent: number; pauseMs: number }> = {
  sms: { concurrent: 4, pauseMs: 100 },
  push: { concurrent: 8, pauseMs: 0 },
};
const batchSize = 500;
const diskRetryMs = 1000;
/** Less than what the process is given to end. */
const stopMs = 2500;

/**
 * Sends what the outbox holds. A message is marked as being sent, on disk, before anything leaves; what
 * became of it is written before it is forgotten here. So a crash repeats at most what was under way.
 */
export function createDispatcher(rooms: DispatcherRooms): Dispatcher {
  const { state, outbox, couriers, clock, log, random, onEnd, onGivenUp, onTrouble } = rooms;
  /** Handed to a line and not back yet. */
  const taken = new Set<string>();
  /** Tries of a message that may have arrived. */
  const doubts = new Map<string, number>();
  const troubles = createTroubles({
    ...{ now: clock.wall, log, onBegin: onTrouble },
    onEnd(channel) {
      // What waits for its next try need not: the way is open again.
      outbox.hurry(channel, clock.steady());
      onTrouble();
    },
  });
  const underWay = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;

  const lines = new Map<Channel, Line<string[]>>();
  const byChannel = new Map(couriers.map(courier => [courier.channel, courier]));
  for (const courier of couriers) {
    lines.set(
      courier.channel,
      createLine(pace[courier.channel], ids => {
        const work = carry(courier, ids);
        underWay.add(work);
        return work.finally(() => underWay.delete(work));
      }),
    );
  }

  const moment = () => ({ steady: clock.steady(), wall: clock.wall() });

  function wake(): void {
    if (isStopping) return;
    clearTimeout(timer);
    let nextDue: number | undefined;
    try {
      dropStale();
      const free = outbox.due(clock.steady(), batchSize).filter(({ id }) => !taken.has(id));
      for (const { channel, ids } of groupDue(free, channel => byChannel.get(channel))) {
        for (const id of ids) taken.add(id);
        lines.get(channel)?.push(ids);
      }
      nextDue = outbox.nextDue();
    } catch (error) {
      log.warn('the outbox cannot be read', { error: errorText(error) });
      nextDue = clock.steady() + diskRetryMs;
    }
    // What is taken is due already; it wakes again when it comes back.
    if (nextDue === undefined) return;
    const waitMs = Math.max(nextDue - clock.steady(), taken.size > 0 ? diskRetryMs : 1);
    timer = setTimeout(wake, Math.min(waitMs, longestBackoffMs)).unref();
  }

  function dropStale(): void {
    const stale = outbox.dropStale(moment());
    for (const { id, channel } of stale) {
      byChannel.get(toChannel(channel))?.forget(id);
      doubts.delete(id);
    }
    if (stale.length > 0) onGivenUp(stale);
  }

  async function carry(courier: Courier, ids: string[]): Promise<void> {
    try {
      const rows = ids.flatMap(id => outbox.get(id) ?? []).filter(isStillWanted);
      if (rows.length > 0 && !isStopping) {
        const trip = courier.prepare(rows);
        const sent = rows.map(({ id }) => id);
        outbox.markSending(sent, trip.provider);
        const outcomes = await trip.go().catch(error => {
          log.error('a message broke off', { error: errorText(error) });
          return new Map<string, Outcome>();
        });
        await persist(() => record(courier, rows, trip.provider, outcomes));
        troubles.note(courier.channel, troubleOf(outcomes));
      }
    } catch (error) {
      log.error('a message could not be sent', { error: errorText(error) });
      await pause();
    } finally {
      for (const id of ids) taken.delete(id);
      wake();
    }
  }

  function isStillWanted({ status, stale_at }: OutboxRow): boolean {
    return status === 'pending' && stale_at > clock.steady();
  }

  function record(
    courier: Courier,
    rows: readonly OutboxRow[],
    provider: string,
    outcomes: ReadonlyMap<string, Outcome>,
  ): void {
    // What failed together comes back together, and apart from others.
    const luck = random();
    const now = moment();
    state.transaction(() => {
      for (const row of rows) {
        const outcome = outcomes.get(row.id) ?? lost;
        if (outcome.kind === 'failed') {
          const { reason, mayHaveArrived, retryAfterMs } = outcome;
          if (mayHaveArrived && isTriedEnough(courier, row)) {
            outbox.end(row.id, { status: 'unknown', provider, reason }, now.wall);
            courier.forget(row.id);
            continue;
          }
          const waitMs = Math.max(retryAfterMs, backoffMs(row.attempts + 1, luck));
          const at = now.steady + Math.min(waitMs, courier.patienceMs(row));
          outbox.retry(row.id, at, reason, mayHaveArrived);
          continue;
        }
        doubts.delete(row.id);
        outbox.end(row.id, endingOf(outcome, provider), now.wall);
        onEnd(row, outcome);
      }
    });
  }

  function isTriedEnough(courier: Courier, { id }: OutboxRow): boolean {
    const count = (doubts.get(id) ?? 0) + 1;
    if (count < courier.mostDoubts) doubts.set(id, count);
    else doubts.delete(id);
    return count >= courier.mostDoubts;
  }

  /** An outcome that a disk refuses to take is kept until it does: forgetting it would send once more. */
  async function persist(write: () => void): Promise<void> {
    for (;;) {
      try {
        write();
        return;
      } catch (error) {
        log.warn('what became of a message cannot be written', { error: errorText(error) });
        if (isStopping) return;
        await pause();
      }
    }
  }

  return {
    start() {
      const { staleMs, trustedFrom } = rooms;
      const limits = { longestWaitMs: longestBackoffMs, staleMs, trustedFrom };
      const { again, unknown } = outbox.recover(moment(), limits);
      for (const channel of ['sms', 'push'] as const) {
        if (!byChannel.has(channel)) outbox.endChannel(channel, notSetUp, clock.wall());
      }
      if (again + unknown > 0) {
        log.warn('the hub was cut off while sending', { sentOnceMore: again, leftAtThat: unknown });
      }
      wake();
    },
    wake,
    trouble: troubles.get,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      // A company that hangs must not keep the hub from stopping: what is cut off is sent again, marked.
      const limit = new Promise(resolve => setTimeout(resolve, stopMs).unref());
      await Promise.race([Promise.all(underWay), limit]);
      for (const line of lines.values()) await line.close();
    },
  };
}

/** The owner took it out of the configuration while messages waited. */
const notSetUp = 'the hub has no way to send it any more';
const lost = {
  kind: 'failed',
  reason: 'there was no answer',
  mayHaveArrived: true,
  retryAfterMs: 0,
} satisfies Outcome;

/** Why nothing of a trip got through. A refusal is an answer too: the channel itself works. */
function troubleOf(outcomes: ReadonlyMap<string, Outcome>): string | undefined {
  const all = [...outcomes.values()];
  const failures = all.flatMap(outcome => (outcome.kind === 'failed' ? [outcome.reason] : []));
  return failures.length === all.length ? (failures[0] ?? lost.reason) : undefined;
}

function endingOf(outcome: Exclude<Outcome, { kind: 'failed' }>, provider: string): Ending {
  return outcome.kind === 'sent'
    ? { status: 'sent', provider, reference: outcome.reference }
    : { status: 'failed', provider, reason: outcome.reason };
}

/** Until a disk that refuses is asked again. */
function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, diskRetryMs).unref());
}
