import type { AlarmEffect } from './alarm-decision.ts';
import type { AlertMoment, Incident } from './alarm-state.ts';
import type { AlertingState, AlertRules, Audience, TemperatureReport } from './alerting-state.ts';
import {
  calmed,
  countAlarm,
  isSwinging,
  nextTelling,
  openCampaign,
  renew,
  toldNow,
} from './campaign.ts';
import { spend } from './caps.ts';
import { stepOf } from './moves.ts';
import { awake, capReached, type Told } from './send-alert.ts';

/** A thermometer is beyond a limit, or within it again. */
export interface TemperatureNews {
  type: 'temperature';
  report: TemperatureReport;
  sensor: string;
  /** Of temperatures alone, which is told until somebody has seen it; null for none. */
  incident: Incident | null;
  /** Nothing that the open incident is of is beyond its limit any more. */
  isOver: boolean;
}

/**
 * Each is told at once and by itself: it comes seldom, and is over in no gap between alarms. That it is well
 * again costs no text message, and once all of it is, nobody is asked any more.
 */
export function tellOfTemperature(
  before: AlertingState,
  { report, sensor, incident, isOver }: TemperatureNews,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Told {
  const { sms: texted, push } = awake(audience());
  if (report.beyond.isBack) {
    const effect = { type: 'report' as const, report, sms: [], push };
    const alerting = isOver ? { ...before, campaign: calmed(before.campaign) } : before;
    return { alerting, effects: push.length > 0 ? [effect] : [] };
  }
  const swinger = countAlarm(before.swingers[sensor], true, now, rules);
  const isForSms = !isSwinging(swinger, rules);
  const spent = spend(
    before.caps,
    { wanted: isForSms ? texted.length : 0, isUrgent: false },
    now,
    rules.caps,
  );
  const sms = texted.slice(0, spent.allowed);
  const isTold = sms.length + push.length > 0;
  const quiet = { at: now.wall, kind: 'quiet' as const, sensor };
  const effects: AlarmEffect[] = [
    ...(isForSms || !incident ? [] : [stepOf(incident, quiet)]),
    ...(isTold ? [{ type: 'report' as const, report, sms, push }] : []),
    ...capReached(spent, { sms: texted, push }),
  ];
  return {
    alerting: {
      caps: spent.caps,
      swingers: { ...before.swingers, [sensor]: swinger },
      campaign: incident ? campaignOf(before, incident, isForSms, now, rules) : before.campaign,
    },
    effects,
  };
}

/**
 * Repeats, and who is asked when nobody answers, as for any incident. What has run out begins anew: days may
 * lie between two alarms of an incident that nobody has seen.
 */
function campaignOf(
  before: AlertingState,
  incident: Incident,
  isForSms: boolean,
  now: AlertMoment,
  rules: AlertRules,
) {
  const { campaign } = before;
  const isGoingOn = incident.acknowledgedBy !== null || nextTelling(before) !== null;
  const known =
    campaign?.incident === incident.id && isGoingOn ? campaign : openCampaign(incident, now, rules);
  const isRepeating = known.pushAt !== null;
  const renewed = renew(known, incident, { isForSms, isRepeated: !isRepeating }, now, rules);
  return toldNow(renewed, now, rules);
}
