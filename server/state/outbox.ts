import type { State } from './state.ts';

/** A message that must leave the house. */
interface Message {
  id: string;
  incident: string;
  channel: 'sms' | 'push';
  /** A number; for push `family` stands for every subscribed phone. */
  recipient: string;
  body: string;
  createdAt: number;
}

export interface Outbox {
  /** Joins a transaction that is open: a decision and its messages are one. */
  put(message: Message): void;
}

export function createOutbox(state: State): Outbox {
  return {
    put({ id, incident, channel, recipient, body, createdAt }) {
      state.run(
        state.query.insertInto('outbox').values({
          id,
          incident,
          channel,
          recipient,
          body,
          status: 'pending',
          attempts: 0,
          not_before: createdAt,
          created_at: createdAt,
        }),
      );
    },
  };
}
