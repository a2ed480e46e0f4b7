import type { Audience, Telling } from '../alarm/alerting-state.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Persons } from '../people/persons.ts';
import type { MessageKind } from '../protocol.ts';
import { type Contacts, createContacts } from '../state/contacts.ts';
import type { Documents } from '../state/documents.ts';
import type { Outbox } from '../state/outbox.ts';
import { createReachBook, type ReachBook } from '../state/reach.ts';
import type { State } from '../state/state.ts';
import { ownerOf } from '../state/subscriptions.ts';
import type { TimeZone } from '../time-zone.ts';
import { createAudience } from './audience.ts';
import { type BalanceWatch, watchBalance } from './balance.ts';
import type { Courier } from './courier.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { createEndings } from './endings.ts';
import type { Push } from './open-push.ts';
import { createPushCourier } from './push-courier.ts';
import { createSmsProviders } from './sms/create-sms.ts';
import { createSmsCourier } from './sms-courier.ts';
import { tellingOf, type Words } from './tellings.ts';
import { createWeeklyTest, unconfirmed } from './weekly-test.ts';
import { givenUpWords, pushTest, smsTest } from './words.ts';

export interface NotifyRooms {
  config: Pick<Config, 'site' | 'notify'>;
  state: State;
  documents: Documents;
  outbox: Outbox;
  persons: Persons;
  push: Push;
  zone: TimeZone;
  clock: Clock;
  log: Log;
  random: () => number;
  isClockTrusted(): boolean;
  trustedFrom: number;
  /** The app's one address. */
  hubUrl(): string;
  /** What mmcli is run in. */
  environment: NodeJS.ProcessEnv;
  /** For the provider that only prints. */
  print(line: string): void;
  /** Through the alarm, which keeps the day's cap: journaled and written into the outbox. */
  tell(code: string, telling: Telling): void;
  /** What can be said of the reach may be another now. */
  onChange(): void;
}

/** Everything that leaves the house for people. */
export interface Notify {
  contacts: Contacts;
  reach: ReachBook;
  dispatcher: Dispatcher;
  balance: BalanceWatch | undefined;
  /** The name of the company or the modem; null without one. */
  smsProvider: string | null;
  audience(wall: number): Audience;
  /** Tells everybody what is no alarm. */
  tell(code: string, words: Words): void;
  /** A test to this device, which confirms it by itself. */
  testPush(caller: { device: string | null; credential: string; name: string }): void;
  testSms(number: string, person: string): void;
  /** The minute's work: weekly test, balance, old messages. */
  onMinute(): void;
}

const keptMs = 90 * 24 * 3_600_000;

/**
 * Of what nobody is told that it was given up: it is not missed once its moment is over, or whoever is under
 * threat would read of it.
 */
const passing: ReadonlySet<string> = new Set([
  ...(['repeat', 'notice', 'test', 'entry', 'chime', 'duress'] satisfies MessageKind[]),
]);

export function createNotify(rooms: NotifyRooms): Notify {
  const { config, state, documents, outbox, push, clock, log, zone } = rooms;
  const { sms, push: pushSettings, staleAfter } = config.notify;
  const { subscriptions } = push;
  const contacts = createContacts(state);
  const reach = createReachBook(state);
  const isOver = (endsAt: number | null) =>
    endsAt !== null && rooms.isClockTrusted() && endsAt < clock.wall();
  const local = (at: number) => new Date(at + zone.offset(at));
  const audienceAt = createAudience(
    {
      ...{ notify: config.notify, persons: rooms.persons, contacts },
      pushTargets: () => subscriptions.live(clock.wall()),
    },
    isOver,
  );
  const audience = (wall: number) => audienceAt(local(wall).toISOString().slice(11, 16));
  const localTime = (at: number) =>
    `${dayFormat.format(local(at))} ${local(at).toISOString().slice(11, 16)}`;

  const tell = (code: string, words: Words) =>
    rooms.tell(code, tellingOf(words, audience(clock.wall()), clock.wall()));

  /** What is told beside is worth a try, and must not stop what goes on. */
  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      log.warn('something could not be told', { error: errorText(error) });
    }
  }

  const endings = createEndings({
    ...{ reach, push, now: clock.wall, audience: () => audience(clock.wall()) },
    tell: (code, telling) => attempt(() => rooms.tell(code, telling)),
  });

  const couriers: Courier[] = [];
  let smsProvider: string | null = null;
  let balance: BalanceWatch | undefined;
  if (sms) {
    const { print, environment } = rooms;
    const { primary, fallback } = createSmsProviders(sms, { print, environment });
    const fallbackAfterMs = sms.fallbackAfter * 1000;
    couriers.push(createSmsCourier({ primary, fallback, fallbackAfterMs, clock, localTime }));
    smsProvider = fallback ? `${primary.name}, then ${fallback.name}` : primary.name;
    const low = sms.lowBalance;
    balance = watchBalance({ provider: primary, low, documents, now: clock.wall, tell, log });
  }
  if (push.send) {
    const { hubUrl } = rooms;
    couriers.push(createPushCourier({ push, send: push.send, clock, localTime, hubUrl }));
  }

  const dispatcher = createDispatcher({
    ...{ state, outbox, couriers, clock, log, random: rooms.random, onEnd: endings.note },
    staleMs: staleAfter * 1000,
    trustedFrom: rooms.trustedFrom,
    onGivenUp(rows) {
      const lost = rows.filter(({ kind }) => !passing.has(kind));
      if (lost.length > 0)
        setImmediate(() => attempt(() => tell('given-up', givenUpWords(lost, localTime))));
    },
    onTrouble: () => attempt(rooms.onChange),
  });

  const test = { kind: 'test' as const, isUrgent: false };
  const weeklyTest = createWeeklyTest({
    ...{ documents, zone, now: clock.wall },
    phones: () => audience(clock.wall()).push,
    subscription: subscriptions.get,
    send: phones =>
      rooms.tell('test', {
        ...test,
        ...pushTest(config.site, true),
        at: clock.wall(),
        sms: [],
        push: phones,
      }),
    onSilent(phone) {
      subscriptions.markBroken(phone.id, unconfirmed, clock.wall());
      endings.tellBroken(phone, unconfirmed);
    },
  });

  return {
    ...{ contacts, reach, dispatcher, balance, smsProvider, audience, tell },
    testPush(caller) {
      const phones = subscriptions.ofOwner(ownerOf(caller)).map(({ id, person }) => ({
        ...{ address: id, person, isQuiet: false },
      }));
      const at = clock.wall();
      rooms.tell('test', { ...test, ...pushTest(config.site, false), at, sms: [], push: phones });
    },
    testSms(number, person) {
      const to = [{ address: number, person, isQuiet: false }];
      const at = clock.wall();
      rooms.tell('test', { ...test, ...smsTest(config.site), at, sms: to, push: [] });
    },
    onMinute() {
      outbox.prune(clock.wall() - keptMs);
      balance?.look();
      if (pushSettings?.weeklyTest && rooms.isClockTrusted()) weeklyTest();
    },
  };
}

const dayFormat = new Intl.DateTimeFormat('en-AU', {
  ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
});
