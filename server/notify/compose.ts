import type { OutboxRow } from '../state/outbox.ts';

/** Later than this a message says so. */
const lateMs = 120_000;

/**
 * A message's words as they leave now: one that may be there already says that it is a repeat, and one
 * that could not leave in time says when it was true.
 *
 * @param localTime such as `24 Nov 02:41`
 */
export function composeText(
  row: Pick<OutboxRow, 'text' | 'is_repeat' | 'about_at' | 'created_at'>,
  now: number,
  localTime: (at: number) => string,
): string {
  const { text, is_repeat, about_at, created_at } = row;
  const repeat = is_repeat > 0 ? '(repeat) ' : '';
  const late = now - created_at > lateMs ? `(late, of ${localTime(about_at)}) ` : '';
  return `${repeat}${late}${text}`;
}
