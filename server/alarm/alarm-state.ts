import type {
  AlarmPhase,
  By,
  IncidentMark,
  IncidentStep,
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
  /** When the alarm time (later also an exit or entry delay) ends, on the steady clock. */
  deadline: number | null;
  confirmed: boolean;
  /** An alarm was raised since the house was armed, and its time is over. */
  memory: boolean;
  since: number;
  by: By | null;
  /** Sensors left out while armed; each joins again when it closes. */
  bypassed: string[];
  incident: Incident | null;
  alerting: AlertingState;
}

/** What grows from the first trip until somebody ends it. */
export interface Incident {
  /** The id of the event that opened it. */
  id: string;
  openedAt: number;
  /** A zone tripped that is watched in every mode. */
  isTamper: boolean;
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
}

export interface AlarmRules {
  /** Milliseconds that an alarm lasts. */
  durationMs: number;
  /** A second sensor within so many milliseconds confirms; 0 is never. */
  confirmWindowMs: number;
}

export type AlarmInput =
  | { type: 'command'; mode: Mode; profile: Profile | null; bypass: string[]; by: By }
  | { type: 'trip'; id: string; zone: Zone; at: number }
  | { type: 'restore'; zone: Zone; at: number }
  | { type: 'acknowledge'; by: By }
  /** Something to tell the family that is no alarm. */
  | { type: 'tell'; telling: Telling }
  | { type: 'tick' };

export type AlarmEffect =
  | {
      type: 'mode-changed';
      from: Mode;
      to: Mode;
      profile: Profile | null;
      bypassed: string[];
      by: By;
    }
  | {
      type: 'incident';
      incident: Incident;
      /** `joined`: more of what is known already. */
      change: 'opened' | 'grew' | 'joined' | 'confirmed' | 'acknowledged' | 'closed';
    }
  | { type: 'step'; incident: string; step: Step }
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
    bypassed: [],
    incident: null,
    alerting: initialAlerting,
  };
}
