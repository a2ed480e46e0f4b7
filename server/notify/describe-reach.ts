import type { AlertingState } from '../alarm/alerting-state.ts';
import { countToday, isCapReached } from '../alarm/caps.ts';
import type { Config } from '../config/config.ts';
import type { Persons } from '../people/persons.ts';
import type { Reach, ReachRow, Role } from '../protocol.ts';
import type { Outbox } from '../state/outbox.ts';
import type { Subscription, Subscriptions } from '../state/subscriptions.ts';
import { toIso } from '../status.ts';
import { maskNumber, toMessageRow } from './message-row.ts';
import type { Notify } from './notify.ts';

export interface ReachRooms {
  notify: Notify;
  settings: Config['notify'];
  persons: Persons;
  subscriptions: Subscriptions;
  outbox: Outbox;
  alerting(): AlertingState;
  /** The local day and both clocks. */
  moment(): { steady: number; wall: number; day: string };
  /** Watcher and witness. */
  watch(): Reach['watch'];
}

export interface Viewer {
  name: string;
  role: Role;
}

/** What could not be delivered is shown for so long. */
const shownMs = 7 * 24 * 3_600_000;
const mostShown = 20;

/** Who can be reached, and what proves it. */
export function describeReach(rooms: ReachRooms, viewer: Viewer): Reach {
  const { notify, settings, outbox, subscriptions } = rooms;
  const { sms, push } = settings;
  const now = rooms.moment();
  const { dailyCap: cap, reserve } = sms ?? { dailyCap: 0, reserve: 0 };
  const trouble = (channel: 'sms' | 'push') => notify.dispatcher.trouble(channel)?.reason ?? null;
  const balance = notify.balance?.last() ?? null;
  const all = subscriptions.list(now.wall);
  return {
    people: [...rooms.persons.list().map(({ name, role }) => rowOfPerson(name, role)), ...listed()],
    sms: {
      provider: notify.smsProvider,
      used: usedToday(),
      ...{ cap, reserve },
      balance: balance && { amount: balance.amount, unit: balance.unit, at: toIso(balance.at) },
      trouble: trouble('sms') ?? notify.balance?.trouble() ?? null,
    },
    push: { isConfigured: push !== undefined, trouble: trouble('push') },
    watch: rooms.watch(),
    undelivered: outbox
      .undelivered(now.wall - shownMs, mostShown)
      .filter(row => row.threatened === '' || row.threatened !== viewer.name)
      .map(row => toMessageRow(row, viewer)),
  };

  /** Whoever is under threat, and whoever looks over their shoulder, must not see that more were sent. */
  function usedToday(): number {
    const { used, since } = countToday(rooms.alerting().caps, now);
    return Math.max(0, used - duressUse(rooms, [viewer.name], since, now));
  }

  function rowOfPerson(name: string, role: Role): ReachRow {
    const contact = notify.contacts.get(name);
    const own = all.filter(({ person }) => person === name);
    const { number } = contact;
    return {
      ...{ name, isPerson: true, quiet: contact.quiet },
      isOff: role === 'guest' || (!contact.push && (number === null || !contact.sms)),
      sms: number === null ? null : smsOf(number, name, contact.sms && role !== 'guest', false),
      push: contact.push ? own.map(toPhone) : [],
    };
  }

  /** The numbers of the configuration. */
  function listed(): ReachRow[] {
    const none = { isPerson: false, isOff: false, push: [] };
    const told = (sms?.recipients ?? []).map(({ number, name, quietHours }) => ({
      ...{ ...none, name: name === number ? shown(number, '') : name, quiet: quietHours ?? null },
      sms: smsOf(number, '', true, false),
    }));
    const next = settings.escalate.map(number => ({
      ...{ ...none, name: shown(number, ''), quiet: null },
      sms: smsOf(number, '', sms !== undefined, true),
    }));
    return [...told, ...next];
  }

  function shown(number: string, owner: string): string {
    const isWhole = viewer.role === 'admin' || (owner !== '' && owner === viewer.name);
    return isWhole ? number : maskNumber(number);
  }

  function smsOf(number: string, owner: string, isOn: boolean, isEscalation: boolean) {
    const { acceptedAt, failedAt, failure, confirmedAt } = notify.reach.get(number);
    return {
      ...{ number: shown(number, owner), isOn, isEscalation, failure },
      ...{ acceptedAt: when(acceptedAt), failedAt: when(failedAt), confirmedAt: when(confirmedAt) },
    };
  }
}

/**
 * True when today's text messages are used up but for those that are kept back. Everybody sees that, whoever
 * threatens somebody too: what was used to tell of them alone does not count.
 */
export function isCapped(rooms: Omit<ReachRooms, 'notify' | 'subscriptions' | 'watch'>): boolean {
  const { sms } = rooms.settings;
  if (!sms) return false;
  const { dailyCap, reserve, capCounts: counts } = sms;
  const now = rooms.moment();
  const caps = countToday(rooms.alerting().caps, now);
  const names = rooms.persons.list().map(({ name }) => name);
  const used = Math.max(0, caps.used - duressUse(rooms, names, caps.since, now));
  return isCapReached({ ...caps, used }, now, { dailyCap, reserve, counts });
}

/** The two clocks are read one after the other, and count in other steps. */
const clocksApartMs = 1000;

/** So much of the day's count went into telling that one of these is under threat. */
function duressUse(
  { outbox, settings }: Pick<ReachRooms, 'outbox' | 'settings'>,
  names: readonly string[],
  since: number,
  now: { steady: number; wall: number },
): number {
  const from = now.wall - (now.steady - since) - clocksApartMs;
  const isByAlert = settings.sms?.capCounts === 'alerts';
  return names.reduce((sum, name) => {
    const { alerts, messages } = outbox.duressTexts(name, from);
    return sum + (isByAlert ? alerts : messages);
  }, 0);
}

function toPhone(subscription: Subscription): ReachRow['push'][number] {
  const { id, device, agent, seenAt, shownAt, tappedAt, brokenAt, failure } = subscription;
  return {
    ...{ id, device: device ?? agent, seenAt: toIso(seenAt), failure },
    ...{ shownAt: when(shownAt), tappedAt: when(tappedAt), brokenAt: when(brokenAt) },
  };
}

function when(at: number | null): string | null {
  return at === null ? null : toIso(at);
}
