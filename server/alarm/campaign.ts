import type { AlertMoment, Incident } from './alarm-state.ts';
import type { AlertingState, AlertRules, Campaign, Swinger } from './alerting-state.ts';

/** When somebody must be told next, on the steady clock; null for never. */
export function nextTelling({ campaign }: AlertingState): number | null {
  if (!campaign) return null;
  const { news, pushAt, reminderAt, escalateAt } = campaign;
  const times = [news?.dueAt ?? null, pushAt, reminderAt, escalateAt];
  return times.reduce(
    (first, time) => (first === null || (time !== null && time < first) ? time : first),
    null,
  );
}

/** Nothing is repeated to people of whom one has answered; what is news is still told. */
export function calmed(campaign: Campaign | null): Campaign | null {
  return campaign && { ...campaign, pushAt: null, reminderAt: null, escalateAt: null };
}

export function openCampaign(incident: Incident, now: AlertMoment, rules: AlertRules): Campaign {
  const { pushEveryMs, pushForMs } = rules;
  return {
    incident: incident.id,
    toldAt: now.steady,
    news: null,
    pushAt: pushForMs > 0 ? now.steady + pushEveryMs : null,
    pushUntil: now.steady + pushForMs,
    // Set by what is worth a text message.
    ...{ reminderAt: null, escalateAt: null, escalated: 0, isForSms: false },
  };
}

/**
 * What news asks of a campaign while nobody has answered: with the first that is worth a text message
 * reminder and escalation are to come.
 *
 * @param isRepeated as a confirmation is: for as long as a first alarm
 */
export function renew(
  campaign: Campaign,
  incident: Incident,
  { isForSms, isRepeated }: { isForSms: boolean; isRepeated: boolean },
  now: AlertMoment,
  rules: AlertRules,
): Campaign {
  const isFirstForSms = isForSms && !campaign.isForSms;
  const next = { ...campaign, isForSms: campaign.isForSms || isForSms };
  if (incident.acknowledgedBy) return next;
  const { pushEveryMs, pushForMs, smsAfterMs, escalateAfterMs } = rules;
  return {
    ...next,
    ...(isRepeated && pushForMs > 0
      ? { pushAt: now.steady + pushEveryMs, pushUntil: now.steady + pushForMs }
      : {}),
    ...(isFirstForSms
      ? {
          reminderAt: smsAfterMs > 0 ? now.steady + smsAfterMs : null,
          escalateAt: now.steady + smsAfterMs + escalateAfterMs,
        }
      : {}),
  };
}

/** The gap begins anew, and the next repeat is due a whole interval from now. */
export function toldNow(campaign: Campaign, now: AlertMoment, rules: AlertRules): Campaign {
  const pushAt = campaign.pushAt === null ? null : now.steady + rules.pushEveryMs;
  return { ...campaign, toldAt: now.steady, pushAt };
}

/** One more alarm of a sensor; after some quiet hours they are counted anew. */
export function countAlarm(
  swinger: Swinger | undefined,
  isAlarm: boolean,
  now: AlertMoment,
  rules: AlertRules,
): Swinger {
  const isCalm = !swinger || now.steady - swinger.lastAt >= rules.swingerQuietMs;
  return { alarms: (isCalm ? 0 : swinger.alarms) + (isAlarm ? 1 : 0), lastAt: now.steady };
}

/** It alarms over and over: its text messages stop. */
export function isSwinging({ alarms }: Swinger, { swingerAlarms }: AlertRules): boolean {
  return swingerAlarms > 0 && alarms > swingerAlarms;
}
