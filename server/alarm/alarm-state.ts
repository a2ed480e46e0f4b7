import type {
  AlarmPhase,
  Blocker,
  By,
  BypassReason,
  IncidentKind,
  IncidentMark,
  IncidentStep,
  Level,
  Mode,
  Profile,
  SensorKind,
  ZoneKind,
} from '../protocol.ts';
import { type Alert, type AlertingState, initialAlerting, type Telling } from './alerting-state.ts';

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
  /** Trips of late that raised no alarm by themselves: what groups and pulse counts remember. */
  heard: Heard[];
  incident: Incident | null;
  alerting: AlertingState;
  practice: Practice | null;
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
  by: By;
  /** The telling as it was before, which goes on as if nothing had been. */
  kept: AlertingState;
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
}

/** Something that happened in an incident, for its record. */
export interface Step {
  at: number;
  kind: IncidentStep['kind'];
  sensor?: string;
  by?: By;
  detail?: string;
}

/** What the alarm must know of a sensor to judge it. */
export interface Zone {
  sensor: string;
  name: string;
  sensorKind: SensorKind;
  kind: ZoneKind;
  profiles: readonly Profile[];
  hasChime?: true;
  /** Open when the house is armed, it is left out by itself. */
  isAutoBypassed?: true;
  /** Raises no alarm but together with its group. */
  isGroupOnly?: true;
  /** So many trips within the window count as one. */
  pulses?: { count: number; windowMs: number };
  /** An entry delay of its own. */
  entryMs?: number;
}

/** In milliseconds; 0 is none. */
export interface Delays {
  exitMs: number;
  entryMs: number;
}

/** So many different sensors of it within the window raise an alarm together. */
export interface Group {
  name: string;
  sensors: readonly string[];
  trips: number;
  windowMs: number;
}

export interface AlarmRules {
  /** Milliseconds that an alarm lasts. */
  durationMs: number;
  /** A second sensor within so many milliseconds confirms; 0 is never. */
  confirmWindowMs: number;
  /** So many trips of one sensor within it confirm too; 0 is never. */
  confirmTrips: number;
  delays: Record<Profile, Delays>;
  /** A final door that stays closed so long arms at once; 0 is never. */
  finalDoorMs: number;
  groups: readonly Group[];
}

/** The house as it stands when something is decided. */
export interface Scene {
  zones(): readonly Zone[];
  /** Undefined while nothing was ever read of it. */
  levelOf(zone: Zone): Level | number | undefined;
}

export type AlarmInput =
  | {
      type: 'command';
      mode: Mode;
      profile: Profile | null;
      bypass: string[];
      by: By;
      /** Without the exit delay. */
      isAtOnce?: boolean;
    }
  | {
      type: 'trip';
      /** Of the event. */
      id: string;
      zone: Zone;
      at: number;
      /** Found so at the hub's start. */
      isWhileOff?: boolean;
    }
  | { type: 'restore'; zone: Zone; at: number }
  /** It is at rest again, and was not seen to leave it: after a fault, or at a start. */
  | { type: 'recovered'; zone: Zone }
  | { type: 'fault'; id: string; zone: Zone; at: number }
  | { type: 'panic'; id: string; by: By }
  /** Somebody is made to disarm, or to come in. */
  | { type: 'duress'; by: By }
  | { type: 'acknowledge'; by: By }
  /** @param until on the steady clock; null ends it */
  | { type: 'practice'; until: number | null; by: By }
  /** Something to tell the family that is no alarm. */
  | { type: 'tell'; telling: Telling }
  /** The hub has started, and has compared what it sees with what it last saw. */
  | { type: 'started'; isClockTrusted: boolean }
  /** @param id for an incident that the time alone may open */
  | { type: 'tick'; id: string };

export type AlarmEffect =
  /** A command, as it was given; with an exit delay the house is armed by it later. */
  | {
      type: 'mode-changed';
      from: Mode;
      to: Mode;
      profile: Profile | null;
      bypassed: Bypass[];
      by: By;
    }
  /** What the alarm did by itself, for the audit. */
  | {
      type: 'passed';
      what:
        | { kind: 'armed'; profile: Profile; bypassed: Bypass[] }
        | { kind: 'not-armed'; profile: Profile; blockers: Blocker[] }
        | { kind: 'exit-error'; zone: Zone }
        | { kind: 'entry'; trip: Tripped }
        | { kind: 'rejoined'; bypass: Bypass }
        | { kind: 'practice-over' };
      by: By;
    }
  | {
      type: 'incident';
      incident: Incident;
      /** `joined`: more of what is known already. */
      change: 'opened' | 'grew' | 'joined' | 'confirmed' | 'acknowledged' | 'closed';
    }
  /** Of a practice nothing leaves the house, evidence neither. */
  | { type: 'step'; incident: string; step: Step; isPractice: boolean }
  | Alert;

export interface AlarmResult {
  state: AlarmState;
  effects: AlarmEffect[];
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
    ...{ exit: null, entry: null, practice: null, bypassed: [], heard: [] },
    incident: null,
    alerting: initialAlerting,
  };
}
