import type { PushCase } from '../data/push.ts';
import { refusalWords } from './refusal.ts';

/** How it stands with messages on this phone, and what to do about it. */
export const pushWords: Record<PushCase, string> = {
  unable:
    'This browser cannot be told. An iPhone can from iOS 16.4 on, with the app on its Home Screen.',
  'home-screen':
    'An iPhone tells apps on its Home Screen only. In Safari tap Share, then “Add to Home Screen”, open sec53 from there, and come back to this page.',
  'hub-without':
    'This house does not send messages to phones yet. Its owner sets it up at the hub (notify.push).',
  blocked: 'This phone lets no messages of this app through.',
  off: 'When the alarm goes off, a message can appear on this phone, also while it is locked. Your phone asks you once whether it may: choose Allow.',
  on: 'When the alarm goes off, a message appears on this phone, also while it is locked.',
  broken:
    'This phone should be told when the alarm goes off, but nothing reaches it. Tell it anew.',
};

/** How to undo a no: the app itself cannot ask a second time. */
export const UNBLOCK_WORDS =
  'On an iPhone allow them in Settings, Notifications, sec53. If sec53 is not listed there, remove it from the Home Screen and add it again. Elsewhere it is in the browser’s settings for this page.';

/** What nobody should find out at night. */
export const SILENT_WORDS =
  'Silent mode or a Focus keeps it quiet: no app of this kind can break through. Text messages are the loud way, so keep them on too.';

/** Why it came to nothing, be it the phone or the hub. */
export function pushRefusalWords(error: unknown): string {
  if (!(error instanceof DOMException)) return refusalWords(error);
  return error.name === 'NotAllowedError'
    ? 'The phone did not allow it. Nothing was changed.'
    : 'The phone could not reach the service that its messages come by. Try again in a while.';
}
