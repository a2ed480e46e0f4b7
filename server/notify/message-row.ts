import type { MessageKind, MessageRow, MessageStatus, Role } from '../protocol.ts';
import type { OutboxRow } from '../state/outbox.ts';
import { toIso } from '../status.ts';

const kinds: readonly MessageKind[] = [
  ...(['alarm', 'confirmed', 'more', 'repeat', 'reminder', 'escalation'] as const),
  ...(['cap', 'entry', 'duress', 'chime', 'notice', 'test'] as const),
];
const statuses: readonly MessageStatus[] = [
  ...(['pending', 'sending', 'sent', 'failed', 'dropped', 'unknown'] as const),
];

/** A message as the app shows it. A number is whole for admins and its owner alone. */
export function toMessageRow(row: OutboxRow, viewer: { role: Role; name: string }): MessageRow {
  const isWhole = viewer.role === 'admin' || viewer.name === row.person;
  const number = isWhole ? row.recipient : maskNumber(row.recipient);
  return {
    id: row.id,
    kind: kinds.find(kind => kind === row.kind) ?? 'notice',
    channel: row.channel === 'sms' ? 'sms' : 'push',
    to: row.person || (row.channel === 'sms' ? number : 'a phone'),
    text: row.title === '' || row.channel === 'sms' ? row.text : `${row.title}. ${row.text}`,
    createdAt: toIso(row.created_at),
    doneAt: row.done_at === null ? null : toIso(row.done_at),
    status: statuses.find(status => status === row.status) ?? 'pending',
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
