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
  let { alerting, practice } = moved.state;
  for (const news of moved.news) {
    // What is real is told, and counted, as if there were no practice.
    const isReal = !isPractice || isAlwaysReal(news);
    const from = isPractice && isReal ? (practice?.kept ?? alerting) : alerting;
    const told = alertOf(from, news, now, rules.alerts, around.audience);
    if (practice && from === practice.kept) practice = { ...practice, kept: told.alerting };
    else alerting = told.alerting;
    effects.push(...(isReal ? told.effects : told.effects.map(practised)));
  }
  const isSame = alerting === moved.state.alerting && practice === moved.state.practice;
  return { state: isSame ? moved.state : { ...moved.state, alerting, practice }, effects };
}

/**
 * A fault of the hub, frost, or somebody under threat, does not wait for a practice to end; and that it is
 * made longer must be heard by everybody.
 */
function isAlwaysReal(news: News): boolean {
  if (news.type === 'report')
    return news.report.kind === 'duress' || news.report.kind === 'practice';
  return news.type === 'tell' || news.type === 'temperature';
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
