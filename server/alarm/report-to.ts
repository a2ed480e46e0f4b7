import type { AlertMoment } from './alarm-state.ts';
import type { AlertingState, AlertRules, Audience, Recipient, Report } from './alerting-state.ts';
import { spend } from './caps.ts';
import { awake, type Told } from './send-alert.ts';

/** Whom a report goes to. Text messages of it are urgent: nobody is at the screen to see it. */
export function reportTo(
  alerting: AlertingState,
  report: Report,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Told {
  const to = listenersOf(report, audience());
  const asked = { wanted: to.sms.length, isUrgent: true };
  const spent = spend(alerting.caps, asked, now, rules.caps);
  const sms = to.sms.slice(0, spent.allowed);
  const effect = { type: 'report' as const, report, sms, push: to.push };
  return {
    alerting: to.sms.length > 0 ? { ...alerting, caps: spent.caps } : alerting,
    effects: sms.length + to.push.length > 0 ? [effect] : [],
  };
}

function listenersOf(report: Report, all: Audience): Pick<Audience, 'sms' | 'push'> {
  switch (report.kind) {
    case 'entry':
    case 'armed':
      return { sms: [], push: awake(all).push };
    case 'practice':
      return { sms: [], push: all.push };
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
