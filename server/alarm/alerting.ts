import type { AlarmEffect } from './alarm-decision.ts';
import type { AlertMoment, Incident } from './alarm-state.ts';
import type {
  AlertingState,
  AlertRules,
  Audience,
  Campaign,
  Report,
  Telling,
} from './alerting-state.ts';
import { calmed, countAlarm, isSwinging, openCampaign, renew, toldNow } from './campaign.ts';
import { spend } from './caps.ts';
import { stepOf } from './moves.ts';
import { reportTo } from './report-to.ts';
import { capReached, listeners, type Send, send, type Told } from './send-alert.ts';
import { type TemperatureNews, tellOfTemperature } from './tell-temperature.ts';

/** What the alarm decided, as far as somebody must be told of it. */
export type News =
  | {
      type: 'trip';
      incident: Incident;
      sensor: string;
      /** The first trip of this sensor in the incident. */
      isNew: boolean;
      /** It raised the alarm, for the first time or again. */
      isAlarm: boolean;
      /** It confirms the alarm. */
      isConfirming: boolean;
    }
  | TemperatureNews
  | { type: 'acknowledged' }
  | { type: 'disarmed' }
  /** What the alarm did that is no incident. */
  | { type: 'report'; report: Report }
  | { type: 'tell'; telling: Telling }
  /** The time has come to look what is due. */
  | { type: 'tick'; incident: Incident | null };

/**
 * Decides who is told what, and when. Pure.
 *
 * @param audience everybody who can be told at this moment; asked only when somebody is
 */
export function alertOf(
  alerting: AlertingState,
  news: News,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Told {
  switch (news.type) {
    case 'trip':
      return tellOfTrip(alerting, news, now, rules, audience);
    case 'temperature':
      return tellOfTemperature(alerting, news, now, rules, audience);
    case 'acknowledged':
      return { alerting: { ...alerting, campaign: calmed(alerting.campaign) }, effects: [] };
    case 'disarmed':
      return { alerting: { ...alerting, campaign: null, swingers: {} }, effects: [] };
    case 'report':
      return reportTo(alerting, news.report, now, rules, audience);
    case 'tell':
      return tell(alerting, news.telling, now, rules, audience);
    case 'tick':
      return tellWhatIsDue(alerting, news.incident, now, rules, audience);
  }
}

function tellOfTrip(
  before: AlertingState,
  { incident, sensor, isNew, isAlarm, isConfirming }: Extract<News, { type: 'trip' }>,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Told {
  const swinger = countAlarm(before.swingers[sensor], isAlarm, now, rules);
  const alerting = { ...before, swingers: { ...before.swingers, [sensor]: swinger } };
  const isFirst = alerting.campaign?.incident !== incident.id;
  if (!isFirst && !isNew && !isAlarm && !isConfirming) return { alerting, effects: [] };
  const isSwinger = isSwinging(swinger, rules);
  const campaign =
    alerting.campaign && !isFirst ? alerting.campaign : openCampaign(incident, now, rules);
  const isForSms = !isSwinger || isConfirming || campaign.news?.isForSms === true;
  const gapEndsAt = campaign.toldAt + rules.gapMs;
  if (!isFirst && !isConfirming && now.steady < gapEndsAt) {
    const news = { dueAt: gapEndsAt, isForSms };
    const renewed = renew(campaign, incident, { isForSms, isRepeated: isConfirming }, now, rules);
    const waiting = { ...renewed, news };
    return { alerting: { ...alerting, campaign: waiting }, effects: [] };
  }
  const effects: AlarmEffect[] = [];
  if (isSwinger && isAlarm) {
    const step = { at: now.wall, kind: 'quiet' as const, sensor };
    effects.push(stepOf(incident, step));
  }
  const kind = isConfirming ? 'confirmed' : isFirst ? 'alarm' : 'more';
  const renewed = renew(campaign, incident, { isForSms, isRepeated: isConfirming }, now, rules);
  const told = { ...alerting, campaign: { ...toldNow(renewed, now, rules), news: null } };
  const everybody = audience();
  const { sms, push } = listeners(everybody, incident);
  // Whoever calls for help is not asked to wait until the family has not answered.
  const texted = incident.calledBy && isConfirming ? [...sms, ...everybody.escalation] : sms;
  return send(
    { alerting: told, effects },
    kind,
    incident,
    { sms: isForSms ? texted : [], push },
    now,
    rules,
  );
}

function tell(
  alerting: AlertingState,
  telling: Telling,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Told {
  if (telling.sms.length === 0) return { alerting, effects: [{ type: 'telling', telling }] };
  // That the cap is reached concerns everybody, whoever the last text was for.
  const all = audience();
  const { isUrgent } = telling;
  const asked = { wanted: telling.sms.length, isUrgent, word: all.sms.length };
  const spent = spend(alerting.caps, asked, now, rules.caps);
  const sms = telling.sms.slice(0, spent.allowed);
  return {
    alerting: { ...alerting, caps: spent.caps },
    effects: [{ type: 'telling', telling: { ...telling, sms } }, ...capReached(spent, all)],
  };
}

function tellWhatIsDue(
  alerting: AlertingState,
  incident: Incident | null,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Told {
  const { campaign } = alerting;
  if (!campaign || campaign.incident !== incident?.id) {
    return { alerting: campaign ? { ...alerting, campaign: null } : alerting, effects: [] };
  }
  let result: Told = { alerting, effects: [] };
  const isDue = (at: number | null): at is number => at !== null && at <= now.steady;
  const go = (
    kind: Send,
    next: Partial<Campaign>,
    to: (all: Audience) => Pick<Audience, 'sms' | 'push'>,
  ) => {
    const { campaign: current } = result.alerting;
    const state = { ...result.alerting, campaign: current && { ...current, ...next } };
    result = send({ ...result, alerting: state }, kind, incident, to(audience()), now, rules);
  };
  const { news, pushAt, reminderAt, escalateAt, escalated } = campaign;
  if (news && isDue(news.dueAt)) {
    const { toldAt, pushAt: repeatAt } = toldNow(campaign, now, rules);
    go('more', { news: null, toldAt, pushAt: repeatAt }, all => {
      const { sms, push } = listeners(all, incident);
      return { sms: news.isForSms ? sms : [], push };
    });
  } else if (isDue(pushAt)) {
    const isOver = pushAt > campaign.pushUntil;
    const next = now.steady + rules.pushEveryMs;
    const following = next > campaign.pushUntil ? null : next;
    go('repeat', { pushAt: following }, all => ({
      sms: [],
      push: isOver ? [] : listeners(all, incident).push,
    }));
  }
  if (isDue(reminderAt)) {
    go('reminder', { reminderAt: null }, all => ({ sms: listeners(all, incident).sms, push: [] }));
  }
  if (isDue(escalateAt)) {
    const isMore = escalated + 1 < audience().escalation.length;
    const next = isMore ? now.steady + rules.escalateAfterMs : null;
    go('escalation', { escalated: escalated + 1, escalateAt: next }, all => ({
      sms: all.escalation.slice(escalated, escalated + 1),
      push: [],
    }));
  }
  return result;
}
