import type { AlarmEffect } from './alarm-decision.ts';
import type { AlertMoment, Incident } from './alarm-state.ts';
import type { AlertingState, AlertRules, Audience, Recipient } from './alerting-state.ts';
import { type Spent, spend } from './caps.ts';

/** What was decided so far, and what follows from it. */
export interface Told {
  alerting: AlertingState;
  effects: AlarmEffect[];
}

export type Send = 'alarm' | 'confirmed' | 'more' | 'repeat' | 'reminder' | 'escalation';

/** Both channels of one alert, through the cap. */
export function send(
  { alerting, effects }: Told,
  kind: Send,
  incident: Incident,
  to: { sms: readonly Recipient[]; push: readonly Recipient[] },
  now: AlertMoment,
  rules: AlertRules,
): Told {
  // Whoever is next on the list is not of the house, and its texts are none of their concern: the
  // family hears of the cap with the next message of its own.
  const isForFamily = kind !== 'escalation';
  const wanted = to.sms.length;
  const asked = { wanted, isUrgent: isUrgent(incident), word: isForFamily ? wanted : 0 };
  const spent = spend(alerting.caps, asked, now, rules.caps);
  const isTold = spent.caps.isTold && (isForFamily || !spent.isReached);
  const sms = to.sms.slice(0, spent.allowed);
  const alert = { type: 'alert' as const, kind, incident, sms, push: to.push };
  return {
    alerting: { ...alerting, caps: { ...spent.caps, isTold } },
    effects: [
      ...effects,
      ...(sms.length + to.push.length > 0 ? [alert] : []),
      ...(isForFamily ? capReached(spent, to) : []),
    ],
  };
}

export function capReached(
  { caps, told, isReached }: Spent,
  to: { sms: readonly Recipient[]; push: readonly Recipient[] },
): AlarmEffect[] {
  if (!isReached) return [];
  return [{ type: 'cap-reached', used: caps.used, sms: to.sms.slice(0, told), push: to.push }];
}

/** May use what is kept back of the day's text messages, and wakes everybody. */
function isUrgent(incident: Incident): boolean {
  return incident.confirmedAt !== null || incident.isTamper;
}

/**
 * Whoever has quiet hours hears of what is urgent alone, unless then nobody would hear of it at all: an
 * alarm that everybody sleeps through protects nobody.
 */
export function listeners(audience: Audience, incident: Incident) {
  return isUrgent(incident) ? audience : awake(audience);
}

export function awake(audience: Audience): Pick<Audience, 'sms' | 'push'> {
  const sms = audience.sms.filter(({ isQuiet }) => !isQuiet);
  const push = audience.push.filter(({ isQuiet }) => !isQuiet);
  return sms.length + push.length > 0 ? { sms, push } : audience;
}
