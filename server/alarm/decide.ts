import type { AlarmEffect, AlarmInput, AlarmResult } from './alarm-decision.ts';
import type { AlarmRules, Scene } from './alarm-rules.ts';
import type { AlarmState, AlertMoment } from './alarm-state.ts';
import { alertOf, type News } from './alerting.ts';
import type { AlertRules, Audience } from './alerting-state.ts';
import { nextTelling } from './campaign.ts';
import { transition } from './transition.ts';

export interface Rules extends AlarmRules {
  alerts: AlertRules;
}

/** The house, and everybody who can be told, at the moment of a decision. */
export interface Around extends Scene {
  audience(): Audience;
}

/** What the alarm does, and who is told of it: one decision. Pure, as its two halves are. */
export function decide(
  state: AlarmState,
  input: AlarmInput,
  now: AlertMoment,
  rules: Rules,
  around: Around,
): AlarmResult {
  const moved = transition(state, input, now, rules, around);
  const effects = [...moved.effects];
  // That it begins, and that it is over, is no practice.
  const isPractice = state.practice !== null && moved.state.practice !== null;
  let { alerting } = moved.state;
  for (const news of moved.news) {
    const told = alertOf(alerting, news, now, rules.alerts, around.audience);
    alerting = told.alerting;
    const isPractised = isPractice && !isAlwaysReal(news);
    effects.push(...(isPractised ? told.effects.map(practised) : told.effects));
  }
  const isSame = alerting === moved.state.alerting;
  return { state: isSame ? moved.state : { ...moved.state, alerting }, effects };
}

/** A fault of the hub, or somebody under threat, does not wait for a practice to end. */
function isAlwaysReal(news: News): boolean {
  return news.type === 'tell' || (news.type === 'report' && news.report.kind === 'duress');
}

function practised(effect: AlarmEffect): AlarmEffect {
  const { type } = effect;
  const isSent = type === 'alert' || type === 'report' || type === 'cap-reached';
  return isSent ? { ...effect, isPractice: true } : effect;
}

/** When the alarm must be asked again without anything having happened, on the steady clock. */
export function nextDeadline({ deadline, exit, practice, alerting }: AlarmState): number | null {
  const times = [deadline, exit?.settledAt, practice?.until, nextTelling(alerting)];
  return times.reduce<number | null>(
    (first, time) => (time != null && (first === null || time < first) ? time : first),
    null,
  );
}
