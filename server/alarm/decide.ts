import type {
  AlarmInput,
  AlarmResult,
  AlarmRules,
  AlarmState,
  AlertMoment,
} from './alarm-state.ts';
import { alertOf } from './alerting.ts';
import type { AlertRules, Audience } from './alerting-state.ts';
import { nextTelling } from './campaign.ts';
import { transition } from './transition.ts';

export interface Rules extends AlarmRules {
  alerts: AlertRules;
}

/** What the alarm does, and who is told of it: one decision. Pure, as its two halves are. */
export function decide(
  state: AlarmState,
  input: AlarmInput,
  now: AlertMoment,
  rules: Rules,
  audience: () => Audience,
): AlarmResult {
  const moved = transition(state, input, now, rules);
  const effects = [...moved.effects];
  let { alerting } = moved.state;
  for (const news of moved.news) {
    const told = alertOf(alerting, news, now, rules.alerts, audience);
    alerting = told.alerting;
    effects.push(...told.effects);
  }
  const isSame = alerting === moved.state.alerting;
  return { state: isSame ? moved.state : { ...moved.state, alerting }, effects };
}

/** When the alarm must be asked again without anything having happened, on the steady clock. */
export function nextDeadline({ deadline, alerting }: AlarmState): number | null {
  const telling = nextTelling(alerting);
  if (deadline === null) return telling;
  return telling === null ? deadline : Math.min(deadline, telling);
}
