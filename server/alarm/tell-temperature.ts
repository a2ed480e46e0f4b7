import type { AlarmEffect } from './alarm-decision.ts';
import type { AlertMoment, Incident } from './alarm-state.ts';
import type { AlertingState, AlertRules, Audience, TemperatureReport } from './alerting-state.ts';
import { countAlarm, isSwinging, openCampaign, renew, toldNow } from './campaign.ts';
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
}

/**
 * Each is told at once and by itself: it comes seldom, and is over in no gap between alarms. That it is well
 * again costs no text message.
 */
export function tellOfTemperature(
  before: AlertingState,
  { report, sensor, incident }: TemperatureNews,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Told {
  const { sms: texted, push } = awake(audience());
  if (report.beyond.isBack) {
    const effect = { type: 'report' as const, report, sms: [], push };
    return { alerting: before, effects: push.length > 0 ? [effect] : [] };
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

/** Repeats, and who is asked when nobody answers, as for any incident. */
function campaignOf(
  { campaign }: AlertingState,
  incident: Incident,
  isForSms: boolean,
  now: AlertMoment,
  rules: AlertRules,
) {
  const known = campaign?.incident === incident.id ? campaign : openCampaign(incident, now, rules);
  const renewed = renew(known, incident, { isForSms, isConfirming: false }, now, rules);
  return toldNow(renewed, now, rules);
}
