import type { AlertSettings } from '../../server/protocol.ts';

/** How the one who reads it is told: what is switched on, which is not yet that it arrives. */
export function alertsSentence({ number, sms, push }: AlertSettings): string {
  const hasTexts = number !== null && sms;
  if (hasTexts && push) return 'You get texts, and notifications on each phone that you switch on.';
  if (hasTexts) return 'You get texts, and no notifications.';
  if (push) return 'You get no texts. Notifications come on each phone that you switch on.';
  return 'You are told nothing.';
}

/** The switch for doors that say that they opened. */
export const chimeWords = {
  title: 'Door chime',
  text: 'A notification when a door with a chime opens while the house is not armed. Never in your quiet hours, and never by text.',
};

/** What is wrong with quiet hours, with what to do; null for nothing. */
export function hoursProblem({ from, to }: { from: string; to: string }): string | null {
  if (from === '' || to === '') return 'Write both times.';
  return from === to ? 'The times must differ. For no quiet hours, switch them off.' : null;
}
