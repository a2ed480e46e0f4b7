import type { Blocker, By, MessageKind, Profile } from '../protocol.ts';
import type { Beyond } from './alarm-limits.ts';
import type { Bypass, Incident, Tripped } from './alarm-state.ts';
import type { CapRules, CapState } from './caps.ts';

/** Who is told and when, as far as it must be remembered. Times are on the steady clock. */
export interface AlertingState {
  caps: CapState;
  campaign: Campaign | null;
  /** Alarms that each sensor raised since the house was armed. */
  swingers: Readonly<Record<string, Swinger>>;
}

export interface Swinger {
  alarms: number;
  lastAt: number;
}

/** The telling of one incident. */
export interface Campaign {
  incident: string;
  /** When the family was last told of something new. */
  toldAt: number;
  /** News that waits for the end of the gap. */
  news: { dueAt: number; isForSms: boolean } | null;
  /** The next repeat by push, and when they end. */
  pushAt: number | null;
  pushUntil: number;
  /** The one text message more. */
  reminderAt: number | null;
  escalateAt: number | null;
  /** Contacts of the escalation list that were told. */
  escalated: number;
  /** Something of it is worth a text message: not all of its sensors trip over and over. */
  isForSms: boolean;
}

export interface Recipient {
  /** A number, or the id of a subscription. */
  address: string;
  /** As the family calls whoever it reaches. */
  person: string;
  /** Whose own number it is, where it is told under another name. */
  owner?: string;
  /** Has asked not to be woken by what is not confirmed. */
  isQuiet: boolean;
  /** Of a phone: has asked to hear chimes. */
  wantsChime?: true;
}

/** Everybody who can be told at a moment. */
export interface Audience {
  sms: readonly Recipient[];
  push: readonly Recipient[];
  /** Told one after the other when nobody answers. */
  escalation: readonly Recipient[];
}

/** All in milliseconds, and counts. */
export interface AlertRules {
  gapMs: number;
  pushEveryMs: number;
  pushForMs: number;
  /** 0 is never. */
  smsAfterMs: number;
  escalateAfterMs: number;
  /** So many alarms of one sensor in one armed period, and its text messages stop; 0 is never. */
  swingerAlarms: number;
  swingerQuietMs: number;
  caps: CapRules;
}

/** Something to tell that is no alarm: the hub was off, a phone cannot be reached, a test. */
export interface Telling {
  kind: 'notice' | 'test' | 'chime';
  /** Where in the app a tap on the push leads; the place of its kind when not given. */
  opens?: string;
  title: string;
  /** For a text message, and for a push. */
  text: string;
  body: string;
  /** When it happened, on the wall clock. */
  at: number;
  /** A fault of the hub or tampering: may use the messages that are kept back, and wakes people. */
  isUrgent: boolean;
  sms: readonly Recipient[];
  push: readonly Recipient[];
}

/** A thermometer is beyond a limit, or within it again. */
export interface TemperatureReport {
  kind: 'temperature';
  /** As the family calls it. */
  name: string;
  beyond: Beyond;
  /** Of which it is a step; empty for none. */
  incident: string;
  /** It opened that. */
  isFirst: boolean;
}

/** What the alarm did that is no incident, for whoever must know. Times are on the wall clock. */
export type Report =
  /** Somebody came in, and the entry delay runs. */
  | { kind: 'entry'; trips: readonly Tripped[]; endsAt: number; isExitError: boolean }
  | { kind: 'armed'; profile: Profile; bypassed: readonly Bypass[]; by: By }
  | {
      kind: 'not-armed';
      profile: Profile;
      blockers: readonly (Blocker & { name: string })[];
      by: By;
    }
  /** A door of the way out was open when the exit delay ended. */
  | { kind: 'exit-error'; profile: Profile; name: string; by: By; endsAt: number | null }
  | { kind: 'duress'; by: By }
  | { kind: 'practice'; until: number | null; by: By };

/** Those of an incident. */
type AlertKind = Exclude<
  MessageKind,
  'notice' | 'test' | 'cap' | 'entry' | 'not-armed' | 'duress' | 'chime'
>;

interface To {
  sms: readonly Recipient[];
  push: readonly Recipient[];
  /** Written down and not sent. */
  isPractice?: true;
}

/** Messages to write into the outbox. */
export type Alert =
  | ({ type: 'alert'; kind: AlertKind; incident: Incident } & To)
  | ({ type: 'report'; report: Report | TemperatureReport } & To)
  | ({ type: 'cap-reached'; used: number } & To)
  | { type: 'telling'; telling: Telling };

export const initialAlerting: AlertingState = {
  caps: { day: '', since: 0, used: 0, isTold: false },
  campaign: null,
  swingers: {},
};
