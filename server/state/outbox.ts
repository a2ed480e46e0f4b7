import { type Selectable, sql } from 'kysely';
import type { Channel, MessageKind, MessageStatus } from '../protocol.ts';
import type { State } from './state.ts';
import type { StateTables } from './tables.ts';

/**
 * A message that must leave the house, to one recipient. `dueAt` and `staleAt` are on the steady clock,
 * which no correction moves; the other times are what people read, on the wall's.
 */
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
  dueAt: number;
  /** From then on it helps nobody. */
  staleAt: number;
  /** Where in the app a tap on it leads. */
  opens?: string;
  /** Who is under threat, and must not see it. */
  threatened?: string;
}

export type OutboxRow = Selectable<StateTables['outbox']>;

export interface Ending {
  status: Exclude<MessageStatus, 'pending' | 'sending'>;
  provider?: string;
  reference?: string;
  reason?: string;
}

interface Moment {
  /** What scheduling runs on. */
  steady: number;
  /** What people read. */
  wall: number;
}

/** The truth about every message: better-queue only carries what is due here. */
export interface Outbox {
  /** Joins a transaction that is open: a decision and its messages are one. */
  put(message: NewMessage): void;
  get(id: string): OutboxRow | undefined;
  /** What is to be sent now, oldest first. */
  due(steady: number, limit: number): OutboxRow[];
  /** When the next message is due; undefined when none waits. */
  nextDue(): number | undefined;
  /** On disk before anything leaves: a row that is still so at a start was cut off while it was sent. */
  markSending(ids: readonly string[], provider: string): void;
  end(id: string, ending: Ending, wall: number): void;
  retry(id: string, notBefore: number, reason: string, mayHaveArrived: boolean): void;
  /** What waits for another try of this channel is tried now. */
  hurry(channel: Channel, steady: number): void;
  /**
   * For the start: what was being sent when the hub died may have arrived. It is sent once more, marked;
   * what was cut off a second time is left at that. The steady clock began anew, and with it what was
   * noted on a wall clock that was wrong.
   *
   * @param trustedFrom what is dated before was dated by a wrong clock
   * @returns how many there were of each
   */
  recover(
    now: Moment,
    limits: { longestWaitMs: number; staleMs: number; trustedFrom: number },
  ): { again: number; unknown: number };
  /** Drops what waits of an incident and has become pointless. */
  drop(
    filter: { incident: string; kinds: readonly MessageKind[] },
    reason: string,
    wall: number,
  ): void;
  /** Drops what is stale, and says what. */
  dropStale(now: Moment): OutboxRow[];
  /** Ends what waits for a channel that there is no more. */
  endChannel(channel: Channel, reason: string, wall: number): void;
  ofIncident(incident: string): OutboxRow[];
  /** What was given up, newest first. */
  undelivered(sinceWall: number, limit: number): OutboxRow[];
  /** Text messages that say since then that this person is under threat; several at once count once too. */
  duressTexts(person: string, sinceWall: number): { messages: number; alerts: number };
  /** Forgets what came to its end before. */
  prune(beforeWall: number): void;
}

/** Why a message was dropped that nobody needs any more; that is no failure. */
export const answered = 'somebody has answered';
/** Why a message of a practice was dropped; that is no failure either. */
export const practised = 'a practice: nothing is sent';
/** What nobody misses once its moment is over. */
const passing: readonly MessageKind[] = ['entry', 'chime'];

/** Of `is_repeat`: the answer to an attempt was never seen, or the hub died while it was made. */
const unanswered = 1;
const cutOff = 2;

export function createOutbox(state: State): Outbox {
  const { query } = state;
  const insert = state.prepare(
    query.insertInto('outbox').values({
      ...{ id: '', batch: '', incident: '', kind: '', channel: '', recipient: '', person: '' },
      ...{ title: '', text: '', about_at: 0, created_at: 0, stale_at: 0, not_before: 0 },
      ...{ status: '', attempts: 0, is_repeat: 0, done_at: null },
      ...{ provider: '', reference: '', reason: '', opens: '', threatened: '' },
    }),
  );
  const rows = query.selectFrom('outbox').selectAll();
  const oldestFirst = rows.orderBy('created_at').orderBy('id');
  const readDue = state.prepareRead(
    oldestFirst.where('status', '=', sql.lit('pending')).where('not_before', '<=', 0).limit(0),
  );
  const readStale = state.prepareRead(
    oldestFirst.where('status', '=', sql.lit('pending')).where('stale_at', '<=', 0),
  );
  const waiting = query.updateTable('outbox').where('status', '=', 'pending');

  return {
    put(message) {
      const { id, batch, incident, kind, channel, recipient, person, title, text } = message;
      const { aboutAt, createdAt, dueAt, staleAt, opens = '', threatened = '' } = message;
      insert(
        ...[id, batch, incident, kind, channel, recipient, person, title, text],
        ...[aboutAt, createdAt, staleAt, dueAt],
        ...['pending', 0, 0, null, '', '', '', opens, threatened],
      );
    },
    get: id => state.first(rows.where('id', '=', id)),
    due: (steady, limit) => readDue(steady, limit),
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
    end(id, { status, provider, reference = '', reason = '' }, wall) {
      state.run(
        query
          .updateTable('outbox')
          .set({
            ...{ status, reference, reason, done_at: wall },
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
            ...(mayHaveArrived
              ? { is_repeat: ({ fn, lit, ref }) => fn('max', [ref('is_repeat'), lit(unanswered)]) }
              : {}),
          })
          .where('id', '=', id),
      );
    },
    hurry(channel, steady) {
      const later = waiting.set({ not_before: steady }).where('channel', '=', channel);
      state.run(later.where('not_before', '>', steady));
    },
    recover: (now, { longestWaitMs, staleMs, trustedFrom }) =>
      state.transaction(() => {
        const sending = query.updateTable('outbox').where('status', '=', 'sending');
        const reason = 'the hub was cut off twice while sending; it may have arrived';
        const ended = { status: 'unknown', done_at: now.wall, reason };
        const unknown = state.run(sending.set(ended).where('is_repeat', '=', cutOff));
        const again = state.run(
          sending.set({ status: 'pending', is_repeat: cutOff, not_before: now.steady }),
        );
        const [latest, latestStale] = [now.steady + longestWaitMs, now.steady + staleMs];
        state.run(waiting.set({ not_before: now.steady }).where('not_before', '>', latest));
        state.run(waiting.set({ stale_at: latestStale }).where('stale_at', '>', latestStale));
        state.run(waiting.set({ stale_at: latestStale }).where('created_at', '<', trustedFrom));
        return { again, unknown };
      }),
    drop({ incident, kinds }, reason, wall) {
      const pointless = waiting.set({ status: 'dropped', done_at: wall, reason });
      state.run(pointless.where('incident', '=', incident).where('kind', 'in', kinds));
    },
    dropStale({ steady, wall }) {
      const stale = readStale(steady);
      if (stale.length === 0) return stale;
      state.transaction(() => {
        for (const { id, reason: last } of stale) {
          const reason = `it could not leave in time${last === '' ? '' : `: ${last}`}`;
          state.run(waiting.set({ status: 'dropped', done_at: wall, reason }).where('id', '=', id));
        }
      });
      return stale;
    },
    endChannel(channel, reason, wall) {
      const ended = waiting.set({ status: 'failed', done_at: wall, reason });
      state.run(ended.where('channel', '=', channel));
    },
    ofIncident: incident => state.all(oldestFirst.where('incident', '=', incident)),
    undelivered: (since, limit) =>
      state.all(
        rows
          .where('status', 'in', ['failed', 'dropped', 'unknown'])
          .where('kind', '!=', 'repeat')
          .where('reason', 'not in', [answered, practised])
          .where(({ eb, not, and }) =>
            not(and([eb('status', '=', 'dropped'), eb('kind', 'in', passing)])),
          )
          .where('created_at', '>=', since)
          .orderBy('created_at', 'desc')
          .limit(limit),
      ),
    duressTexts(person, since) {
      const theirs = rows.where('threatened', '=', person).where('channel', '=', 'sms');
      const found = state.all(theirs.where('created_at', '>=', since));
      return { messages: found.length, alerts: new Set(found.map(({ batch }) => batch)).size };
    },
    prune(before) {
      state.run(query.deleteFrom('outbox').where('done_at', '<', before));
    },
  };
}
