import type { AlarmEffect, Incident, Now, Zone } from './alarm-state.ts';
import type {
  AlertingState,
  AlertRules,
  Audience,
  Campaign,
  Recipient,
  Telling,
} from './alerting-state.ts';
import { type Spent, spend } from './caps.ts';

/** What the alarm decided, as far as somebody must be told of it. */
export type News =
  | {
      type: 'trip';
      incident: Incident;
      zone: Zone;
      /** The first trip of this sensor in the incident. */
      isNew: boolean;
      /** It raised the alarm, for the first time or again. */
      isAlarm: boolean;
      /** It confirms the alarm. */
      isConfirming: boolean;
    }
  | { type: 'acknowledged' }
  | { type: 'disarmed' }
  | { type: 'tell'; telling: Telling }
  /** The time has come to look what is due. */
  | { type: 'tick'; incident: Incident | null };

/** Both clocks, and the local day. */
export interface AlertMoment extends Now {
  day: string;
}

interface Result {
  alerting: AlertingState;
  effects: AlarmEffect[];
}

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
): Result {
  switch (news.type) {
    case 'trip':
      return tellOfTrip(alerting, news, now, rules, audience);
    case 'acknowledged':
      return { alerting: { ...alerting, campaign: calmed(alerting.campaign) }, effects: [] };
    case 'disarmed':
      return { alerting: { ...alerting, campaign: null, swingers: {} }, effects: [] };
    case 'tell':
      return tell(alerting, news.telling, now, rules, audience);
    case 'tick':
      return tellWhatIsDue(alerting, news.incident, now, rules, audience);
  }
}

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
function calmed(campaign: Campaign | null): Campaign | null {
  return campaign && { ...campaign, pushAt: null, reminderAt: null, escalateAt: null };
}

type Send = 'alarm' | 'confirmed' | 'more' | 'repeat' | 'reminder' | 'escalation';

/** Both channels of one alert, through the cap. */
function send(
  { alerting, effects }: Result,
  kind: Send,
  incident: Incident,
  to: { sms: readonly Recipient[]; push: readonly Recipient[] },
  now: AlertMoment,
  rules: AlertRules,
): Result {
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

function capReached(
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
function listeners(audience: Audience, incident: Incident) {
  if (isUrgent(incident)) return audience;
  const sms = audience.sms.filter(({ isQuiet }) => !isQuiet);
  const push = audience.push.filter(({ isQuiet }) => !isQuiet);
  return sms.length + push.length > 0 ? { sms, push } : audience;
}

function tellOfTrip(
  before: AlertingState,
  { incident, zone, isNew, isAlarm, isConfirming }: Extract<News, { type: 'trip' }>,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Result {
  const swinger = countAlarm(before.swingers[zone.sensor], isAlarm, now, rules);
  const alerting = { ...before, swingers: { ...before.swingers, [zone.sensor]: swinger } };
  const isFirst = alerting.campaign?.incident !== incident.id;
  if (!isFirst && !isNew && !isAlarm && !isConfirming) return { alerting, effects: [] };
  const isSwinger = rules.swingerAlarms > 0 && swinger.alarms > rules.swingerAlarms;
  const campaign =
    alerting.campaign && !isFirst ? alerting.campaign : openCampaign(incident, now, rules);
  const isForSms = !isSwinger || isConfirming || campaign.news?.isForSms === true;
  const gapEndsAt = campaign.toldAt + rules.gapMs;
  if (!isFirst && !isConfirming && now.steady < gapEndsAt) {
    const news = { dueAt: gapEndsAt, isForSms };
    const renewed = renew(campaign, incident, { isForSms, isConfirming }, now, rules);
    const waiting = { ...renewed, news };
    return { alerting: { ...alerting, campaign: waiting }, effects: [] };
  }
  const effects: AlarmEffect[] = [];
  if (isSwinger && isAlarm) {
    const step = { at: now.wall, kind: 'quiet' as const, sensor: zone.sensor };
    effects.push({ type: 'step', incident: incident.id, step });
  }
  const kind = isConfirming ? 'confirmed' : isFirst ? 'alarm' : 'more';
  const renewed = renew(campaign, incident, { isForSms, isConfirming }, now, rules);
  const told = { ...alerting, campaign: { ...toldNow(renewed, now, rules), news: null } };
  const { sms, push } = listeners(audience(), incident);
  return send(
    { alerting: told, effects },
    kind,
    incident,
    { sms: isForSms ? sms : [], push },
    now,
    rules,
  );
}

function countAlarm(
  swinger: AlertingState['swingers'][string] | undefined,
  isAlarm: boolean,
  now: AlertMoment,
  rules: AlertRules,
) {
  const isCalm = !swinger || now.steady - swinger.lastAt >= rules.swingerQuietMs;
  return { alarms: (isCalm ? 0 : swinger.alarms) + (isAlarm ? 1 : 0), lastAt: now.steady };
}

function openCampaign(incident: Incident, now: AlertMoment, rules: AlertRules): Campaign {
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
 * reminder and escalation are to come, and a confirmation is repeated for as long as a first alarm.
 */
function renew(
  campaign: Campaign,
  incident: Incident,
  { isForSms, isConfirming }: { isForSms: boolean; isConfirming: boolean },
  now: AlertMoment,
  rules: AlertRules,
): Campaign {
  const isFirstForSms = isForSms && !campaign.isForSms;
  const next = { ...campaign, isForSms: campaign.isForSms || isForSms };
  if (incident.acknowledgedBy) return next;
  const { pushEveryMs, pushForMs, smsAfterMs, escalateAfterMs } = rules;
  const isRepeated = isConfirming && pushForMs > 0;
  return {
    ...next,
    ...(isRepeated ? { pushAt: now.steady + pushEveryMs, pushUntil: now.steady + pushForMs } : {}),
    ...(isFirstForSms
      ? {
          reminderAt: smsAfterMs > 0 ? now.steady + smsAfterMs : null,
          escalateAt: now.steady + smsAfterMs + escalateAfterMs,
        }
      : {}),
  };
}

/** The gap begins anew, and the next repeat is due a whole interval from now. */
function toldNow(campaign: Campaign, now: AlertMoment, rules: AlertRules): Campaign {
  const pushAt = campaign.pushAt === null ? null : now.steady + rules.pushEveryMs;
  return { ...campaign, toldAt: now.steady, pushAt };
}

function tell(
  alerting: AlertingState,
  telling: Telling,
  now: AlertMoment,
  rules: AlertRules,
  audience: () => Audience,
): Result {
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
): Result {
  const { campaign } = alerting;
  if (!campaign || campaign.incident !== incident?.id) {
    return { alerting: campaign ? { ...alerting, campaign: null } : alerting, effects: [] };
  }
  let result: Result = { alerting, effects: [] };
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
