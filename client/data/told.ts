import type { MessageRow } from '../../server/protocol.ts';

/** Messages of one kind to one person that fared alike. */
export interface ToldLine extends Omit<MessageRow, 'id' | 'to' | 'text' | 'createdAt' | 'doneAt'> {
  at: string;
  lastAt: string;
  count: number;
}

export interface Told {
  to: string;
  /** When the first message to them was taken; null while none was. */
  sentAt: string | null;
  isWaiting: boolean;
  lines: ToldLine[];
}

/** Who was told, in the order in which they were; an hour of repeated messages is a line. */
export function tellByPerson(messages: readonly MessageRow[]): Told[] {
  const people = new Map<string, Told>();
  const lines = new Map<string, ToldLine>();
  for (const { id: _, to, text: __, createdAt, doneAt, ...message } of messages) {
    const told = people.get(to) ?? { to, sentAt: null, isWaiting: false, lines: [] };
    people.set(to, told);
    const { channel, kind, status, attempts, isRepeat, provider, reason } = message;
    if (isSent(message) && (told.sentAt === null || (doneAt ?? createdAt) < told.sentAt)) {
      told.sentAt = doneAt ?? createdAt;
    }
    if (status === 'pending' || status === 'sending') told.isWaiting = true;
    const parts = [to, channel, kind, status, attempts > 1, isRepeat, provider, reason];
    const key = JSON.stringify(parts);
    const line = lines.get(key);
    if (line) {
      line.count += 1;
      line.lastAt = createdAt;
      line.attempts = Math.max(line.attempts, attempts);
    } else {
      const first = { ...message, at: createdAt, lastAt: createdAt, count: 1 };
      lines.set(key, first);
      told.lines.push(first);
    }
  }
  return [...people.values()];
}

export function isSent({ status, provider }: Pick<MessageRow, 'status' | 'provider'>): boolean {
  return status === 'sent' && !isForTrial(provider);
}

/** What the hub writes to its console is for trying out: it goes nowhere. */
export function isForTrial(provider: string): boolean {
  return provider === 'the console';
}
