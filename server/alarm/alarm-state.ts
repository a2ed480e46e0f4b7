import type { AlarmPhase, By, Mode, Profile, SensorKind, ZoneKind } from '../protocol.ts';

/** Both clocks at one moment, epoch milliseconds. */
export interface Now {
  /** Never jumps: deadlines are on it. */
  steady: number;
  /** What the family's clocks show: records are on it. */
  wall: number;
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
}

/** What grows from the first trip until somebody ends it. */
export interface Incident {
  /** The id of the event that opened it. */
  id: string;
  openedAt: number;
  /** The first trip of each sensor. Later ones are events like any other. */
  trips: { sensor: string; at: number }[];
  acknowledgedBy: By | null;
  acknowledgedAt: number | null;
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
}

export type AlarmInput =
  | { type: 'command'; mode: Mode; profile: Profile | null; bypass: string[]; by: By }
  | { type: 'trip'; id: string; zone: Zone; at: number }
  | { type: 'restore'; zone: Zone }
  | { type: 'acknowledge'; by: By }
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
  | { type: 'incident'; incident: Incident; change: 'opened' | 'grew' | 'acknowledged' }
  | { type: 'alert'; reason: 'trip' | 'another'; incident: Incident; zone: Zone; at: number };

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
  };
}
