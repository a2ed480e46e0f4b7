import type { MessageKind, MessageRow, MessageStatus, Role } from '../protocol.ts';
import type { OutboxRow } from '../state/outbox.ts';
import { toIso } from '../status.ts';

/** Tables, so that none can be forgotten. */
const kinds: Record<MessageKind, true> = {
  ...{ alarm: true, confirmed: true, more: true, repeat: true, reminder: true, escalation: true },
  ...{ cap: true, entry: true, 'not-armed': true, duress: true, chime: true },
  ...{ notice: true, test: true },
};
const statuses: Record<MessageStatus, true> = {
  ...{ pending: true, sending: true, sent: true, failed: true, dropped: true, unknown: true },
};
const isIn = <Word extends string>(table: Record<Word, true>, text: string): text is Word =>
  Object.hasOwn(table, text);

/** A message as the app shows it. A number is whole for admins and its owner alone. */
export function toMessageRow(row: OutboxRow, viewer: { role: Role; name: string }): MessageRow {
  const isWhole = viewer.role === 'admin' || viewer.name === row.person;
  const number = isWhole ? row.recipient : maskNumber(row.recipient);
  return {
    id: row.id,
    kind: isIn(kinds, row.kind) ? row.kind : 'notice',
    channel: row.channel === 'sms' ? 'sms' : 'push',
    to: row.person || (row.channel === 'sms' ? number : 'a phone'),
    text: row.title === '' || row.channel === 'sms' ? row.text : `${row.title}. ${row.text}`,
    createdAt: toIso(row.created_at),
    doneAt: row.done_at === null ? null : toIso(row.done_at),
    status: isIn(statuses, row.status) ? row.status : 'pending',
    attempts: row.attempts,
    isRepeat: row.is_repeat > 0,
    provider: row.provider,
    reason: row.reason,
  };
}

/** Enough for whoever knows it: `…678`. */
export function maskNumber(number: string): string {
  return `…${number.slice(-3)}`;
}
