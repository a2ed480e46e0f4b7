import type {
  AlarmPhase,
  Blocker,
  By,
  BypassReason,
  IncidentKind,
  IncidentMark,
  IncidentStep,
  Mode,
  Profile,
  SensorKind,
} from '../protocol.ts';
import type { Beyond, Warmth } from './alarm-limits.ts';
import { type AlertingState, initialAlerting } from './alerting-state.ts';

/** Both clocks at one moment, epoch milliseconds. */
export interface Now {
  /** Never jumps: deadlines are on it. */
  steady: number;
  /** What the family's clocks show: records are on it. */
  wall: number;
}

/** Both clocks, and the local day; that is empty while the wall clock is not to be trusted. */
export interface AlertMoment extends Now {
  day: string;
}

/** Times are epoch milliseconds on the wall clock. */
export interface AlarmState {
  mode: Mode;
  profile: Profile | null;
  phase: AlarmPhase;
  /** When the exit or entry delay, or the alarm time, ends, on the steady clock. */
  deadline: number | null;
  /** While arming. */
  exit: Exit | null;
  /** While pending. */
  entry: Entry | null;
  confirmed: boolean;
  /** An alarm was raised since the house was armed, and its time is over. */
  memory: boolean;
  since: number;
  by: By | null;
  /** Zones left out while armed. */
  bypassed: Bypass[];
  /** Of each thermometer that has limits and counts. */
  warmth: Readonly<Record<string, Warmth>>;
  /** Trips of late that raised no alarm by themselves: what groups and pulse counts remember. */
  heard: Heard[];
  incident: Incident | null;
  alerting: AlertingState;
  practice: Practice | null;
  /** The last exit delay came to nothing; until somebody sets a mode. */
  failed: FailedArming | null;
}

interface FailedArming {
  at: number;
  profile: Profile;
  blockers: Blocker[];
  /** What was to be left out. */
  bypass: string[];
}

export interface Bypass {
  sensor: string;
  name: string;
  /** What a zone had against it joins again with; `chosen` lasts until the house is disarmed. */
  reason: BypassReason;
  /** Left out by itself, because it is set so. */
  isAuto: boolean;
}

/** Somebody is leaving. */
interface Exit {
  /** What it was, and is again when it cannot be armed. */
  before: { mode: Mode; profile: Profile | null; bypassed: Bypass[] };
  /** How long the delay is, in milliseconds. */
  delayMs: number;
  /** When a final door has been closed long enough, on the steady clock. */
  settledAt: number | null;
  /** A final door closed and stayed closed for a moment: opening it once more starts the delay anew. */
  hasClosed: boolean;
  isExtended: boolean;
}

/** Somebody came in, and may be of the family. */
interface Entry {
  /** The id of the event that began it, and of the incident that it may become. */
  id: string;
  delayMs: number;
  trips: Tripped[];
  /** Nobody came in: a door was left open. */
  isExitError: boolean;
}

/** A sensor whose single trips raise no alarm. */
export interface Heard {
  /** The latest trips that are within its pulse window, the last one last. */
  trips: { id: string; at: number; steady: number }[];
  /** The last time its pulses were all there. */
  whole: Tripped | null;
  sensor: string;
  name: string;
  sensorKind: SensorKind;
}

/** What would be sent is only written down. */
interface Practice {
  /** On the steady clock. */
  until: number;
  /** How long it is in all, in milliseconds. */
  forMs: number;
  by: By;
  /** The telling as it was before, which goes on as if nothing had been; what is real is told by it. */
  kept: AlertingState;
  /** The alarm memory as it was before. */
  memory: boolean;
}

/** What grows from the first trip until somebody ends it. */
export interface Incident {
  /** The id of the event that opened it. */
  id: string;
  openedAt: number;
  kind: IncidentKind;
  /** Who called for help. */
  calledBy: By | null;
  /** Something of it is tampering: a zone tripped that is watched in every mode, or two were at fault. */
  isTamper: boolean;
  /** Nothing of it is sent outside. */
  isPractice: boolean;
  /** One of each sensor that tripped, in the order of their first trips. */
  trips: Tripped[];
  /** When a second sensor tripped within the confirmation window. */
  confirmedAt: number | null;
  acknowledgedBy: By | null;
  acknowledgedAt: number | null;
  /** When nothing could join it any more: it was disarmed, or seen and its alarm time over. */
  closedAt: number | null;
  mark: IncidentMark | null;
  markedBy: By | null;
}

export interface Tripped {
  sensor: string;
  /** As the family calls it. */
  name: string;
  sensorKind: SensorKind;
  /** The first time, and the latest, on the wall clock. */
  at: number;
  lastAt: number;
  /** The latest time on the steady clock. */
  steady: number;
  count: number;
  /** The latest times on the steady clock, as many as confirm an alarm; empty while none do. */
  recent: number[];
  /** It was so when the hub started: what was in between nobody saw. */
  isWhileOff: boolean;
  /** It did not trip, it is at fault. */
  isFault: boolean;
  /** Of a thermometer: what of its limits it is beyond, the latest. */
  beyond?: Beyond;
}

/** Something that happened in an incident, for its record. */
export interface Step {
  at: number;
  kind: IncidentStep['kind'];
  sensor?: string;
  by?: By;
  detail?: string;
}

/** True when they look the same from outside: what a thermometer is judged by shows nowhere. */
export function isShownAlike(a: AlarmState, b: AlarmState): boolean {
  const keys = Object.keys(a) as (keyof AlarmState)[];
  return keys.every(key => key === 'warmth' || a[key] === b[key]);
}

/** How a house begins: nobody has asked for anything yet. */
export function initialAlarmState(mode: Mode, now: number): AlarmState {
  return {
    mode,
    profile: mode === 'alert' ? 'away' : null,
    phase: mode === 'alert' ? 'armed' : 'disarmed',
    deadline: null,
    confirmed: false,
    memory: false,
    since: now,
    by: null,
    ...{ exit: null, entry: null, practice: null, failed: null, bypassed: [], heard: [] },
    warmth: {},
    incident: null,
    alerting: initialAlerting,
  };
}
