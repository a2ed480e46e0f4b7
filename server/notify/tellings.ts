import type { Audience, Telling } from '../alarm/alerting-state.ts';

/** Something to tell the family that is no alarm. */
export interface Words {
  title: string;
  /** For a text message, which says everything by itself. */
  text: string;
  /** For a push, under its title. */
  body: string;
  /** A fault of the hub, or tampering: by text message too, from what is kept back, and whoever sleeps. */
  isUrgent: boolean;
}

/**
 * Whom it goes to. What is not urgent costs no text message, unless nobody would hear of it otherwise,
 * and waits for nobody's quiet hours to end: it is in the app.
 */
export function tellingOf(words: Words, audience: Audience, now: number): Telling {
  const { isUrgent, ...said } = words;
  const awake = audience.push.filter(({ isQuiet }) => !isQuiet);
  const texted = audience.push.length > 0 ? [] : audience.sms.filter(({ isQuiet }) => !isQuiet);
  return {
    ...said,
    ...{ kind: 'notice', at: now, isUrgent },
    sms: isUrgent ? audience.sms : texted,
    push: isUrgent ? audience.push : awake,
  };
}
