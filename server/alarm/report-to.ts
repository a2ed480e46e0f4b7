import type { AlertMoment } from './alarm-state.ts';
import type { AlertingState, AlertRules, Audience, Recipient, Report } from './alerting-state.ts';
import { spend } from './caps.ts';
import { awake, capReached, type Told } from './send-alert.ts';

/**
 * Whom a report goes to. Only what somebody under threat says may use the messages that are kept back: a
 * door that is left open each morning must not take them from an alarm.
 */
export function reportTo(
  alerting: AlertingState,
  report: Report,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Told {
  const all = audience();
  const to = listenersOf(report, all);
  if (to.sms.length === 0) {
    const effect = { type: 'report' as const, report, ...to };
    return { alerting, effects: to.push.length > 0 ? [effect] : [] };
  }
  const isUrgent = report.kind === 'duress';
  const asked = { wanted: to.sms.length, isUrgent, word: all.sms.length };
  const spent = spend(alerting.caps, asked, now, rules.caps);
  const sms = to.sms.slice(0, spent.allowed);
  const effect = { type: 'report' as const, report, sms, push: to.push };
  return {
    alerting: { ...alerting, caps: spent.caps },
    effects: [...(sms.length + to.push.length > 0 ? [effect] : []), ...capReached(spent, all)],
  };
}

function listenersOf(report: Report, all: Audience): Pick<Audience, 'sms' | 'push'> {
  switch (report.kind) {
    case 'entry':
    case 'armed':
      return { sms: [], push: awake(all).push };
    case 'practice':
      // Where there is no push nobody would hear of it.
      return { sms: all.push.length > 0 ? [] : all.sms, push: all.push };
    case 'not-armed':
    case 'exit-error': {
      // Whoever left, for they think that the house is armed; everybody when nobody knows who that was.
      const { name } = report.by;
      const own = all.sms.filter(({ person }) => person === name);
      return { sms: own.length > 0 ? own : all.sms, push: all.push };
    }
    case 'duress': {
      // Not to the phone that somebody holds a knife over.
      const { name } = report.by;
      const isOther = ({ person, owner }: Recipient) => person !== name && owner !== name;
      const sms = [...all.sms, ...all.escalation].filter(isOther);
      return { sms, push: all.push.filter(isOther) };
    }
  }
}
