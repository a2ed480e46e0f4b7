import type { Selectable } from 'kysely';
import type { Channel, MessageStatus } from '../protocol.ts';
import type { State } from './state.ts';
import type { StateTables } from './tables.ts';

/** What a message is for; several rules hang on it. */
export type MessageKind =
  | 'alarm'
  | 'confirmed'
  | 'more'
  | 'repeat'
  | 'reminder'
  | 'escalation'
  | 'cap'
  | 'notice'
  | 'test';

/** A message that must leave the house, to one recipient. Times are epoch milliseconds. */
export interface NewMessage {
  id: string;
  /** Shared by what goes to several recipients at once. */
  batch: string;
  /** Empty for what belongs to none. */
  incident: string;
  kind: MessageKind;
  channel: Channel;
  /** A number (E.164), or the id of a subscription. */
  recipient: string;
  person: string;
  title: string;
  text: string;
  /** When that happened of which it tells. */
  aboutAt: number;
  createdAt: number;
  /** From then on it helps nobody. */
  staleAt: number;
}

export type OutboxRow = Selectable<StateTables['outbox']>;

export interface Ending {
  status: Exclude<MessageStatus, 'pending' | 'sending'>;
  provider?: string;
  reference?: string;
  reason?: string;
}

/** The truth about every message: better-queue only carries what is due here. */
export interface Outbox {
  /** Joins a transaction that is open: a decision and its messages are one. */
  put(message: NewMessage): void;
  get(id: string): OutboxRow | undefined;
  /** What is to be sent at `now`, oldest first. */
  due(now: number, limit: number): OutboxRow[];
  /** When the next message is due; undefined when none waits. */
  nextDue(): number | undefined;
  /** On disk before anything leaves: a row that is still so at a start was cut off while it was sent. */
  markSending(ids: readonly string[], provider: string): void;
  end(id: string, ending: Ending, now: number): void;
  retry(id: string, notBefore: number, reason: string, mayHaveArrived: boolean): void;
  /**
   * For the start: what was being sent when the hub died may have arrived. It is sent once more, marked;
   * what was cut off a second time is left at that.
   *
   * @returns how many there were of each
   */
  recover(now: number): { again: number; unknown: number };
  /** Drops what waits and has become pointless: the older repeats, or all for an incident. */
  drop(filter: { incident: string; kinds: readonly MessageKind[]; recipient?: string }, reason: string, now: number): number;
  /** Drops what is stale, and says what. */
  dropStale(now: number): OutboxRow[];
  ofIncident(incident: string): OutboxRow[];
  /** What was given up, newest first. */
  undelivered(since: number, limit: number): OutboxRow[];
  /** Forgets what came to its end before. */
  prune(before: number): void;
}

export function createOutbox(state: State): Outbox {
  const { query } = state;
  const insert = state.prepare(
    query.insertInto('outbox').values({
      ...{ id: '', batch: '', incident: '', kind: '', channel: '', recipient: '', person: '' },
      ...{ title: '', text: '', about_at: 0, created_at: 0, stale_at: 0, not_before: 0 },
      ...{ status: '', attempts: 0, is_repeat: 0, done_at: null },
      ...{ provider: '', reference: '', reason: '' },
    }),
  );
  const rows = query.selectFrom('outbox').selectAll();
  const oldestFirst = rows.orderBy('created_at').orderBy('id');
  const waiting = query.updateTable('outbox').where('status', '=', 'pending');

  return {
    put(message) {
      const { id, batch, incident, kind, channel, recipient, person, title, text } = message;
      const { aboutAt, createdAt, staleAt } = message;
      insert(
        ...[id, batch, incident, kind, channel, recipient, person, title, text],
        ...[aboutAt, createdAt, staleAt, createdAt],
        ...['pending', 0, 0, null, '', '', ''],
      );
    },
    get: id => state.first(rows.where('id', '=', id)),
    due: (now, limit) =>
      state.all(
        oldestFirst.where('status', '=', 'pending').where('not_before', '<=', now).limit(limit),
      ),
    nextDue: () =>
      state.first(
        query
          .selectFrom('outbox')
          .select('not_before')
          .where('status', '=', 'pending')
          .orderBy('not_before')
          .limit(1),
      )?.not_before,
    markSending: (ids, provider) =>
      state.transaction(() => {
        for (const id of ids) {
          state.run(
            waiting
              .set(({ eb, ref }) => ({
                status: 'sending',
                provider,
                attempts: eb(ref('attempts'), '+', 1),
              }))
              .where('id', '=', id),
          );
        }
      }),
    end(id, { status, provider, reference = '', reason = '' }, now) {
      state.run(
        query
          .updateTable('outbox')
          .set({
            ...{ status, reference, reason, done_at: now },
            ...(provider === undefined ? {} : { provider }),
          })
          .where('id', '=', id),
      );
    },
    retry(id, notBefore, reason, mayHaveArrived) {
      state.run(
        query
          .updateTable('outbox')
          .set({
            ...{ status: 'pending', not_before: notBefore, reason },
            ...(mayHaveArrived ? { is_repeat: 1 } : {}),
          })
          .where('id', '=', id),
      );
    },
    recover: now =>
      state.transaction(() => {
        const cutOff = query.updateTable('outbox').where('status', '=', 'sending');
        const reason = 'the hub was cut off while sending, for the second time; it may have arrived';
        const ended = { status: 'unknown', done_at: now, reason };
        const unknown = state.run(cutOff.set(ended).where('is_repeat', '=', 1));
        const again = state.run(
          cutOff.set({ status: 'pending', is_repeat: 1, not_before: now }),
        );
        return { again, unknown };
      }),
    drop({ incident, kinds, recipient }, reason, now) {
      const pointless = waiting
        .set({ status: 'dropped', done_at: now, reason })
        .where('incident', '=', incident)
        .where('kind', 'in', kinds);
      return state.run(recipient ? pointless.where('recipient', '=', recipient) : pointless);
    },
    dropStale: now =>
      state.transaction(() => {
        const stale = state.all(
          oldestFirst
            .where('status', '=', 'pending')
            .where('stale_at', '>', 0)
            .where('stale_at', '<=', now),
        );
        for (const { id, reason: last } of stale) {
          const reason = `it could not leave in time${last === '' ? '' : `: ${last}`}`;
          state.run(waiting.set({ status: 'dropped', done_at: now, reason }).where('id', '=', id));
        }
        return stale;
      }),
    ofIncident: incident => state.all(oldestFirst.where('incident', '=', incident)),
    undelivered: (since, limit) =>
      state.all(
        rows
          .where('status', 'in', ['failed', 'dropped', 'unknown'])
          .where('created_at', '>=', since)
          .orderBy('created_at', 'desc')
          .limit(limit),
      ),
    prune(before) {
      state.run(query.deleteFrom('outbox').where('done_at', '<', before));
    },
  };
}
