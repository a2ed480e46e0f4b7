import type { Blocker, By, Mode, Profile } from '../protocol.ts';
import type { Zone } from './alarm-rules.ts';
import type { AlarmState, Bypass, Incident, Step, Tripped } from './alarm-state.ts';
import type { Alert, Telling } from './alerting-state.ts';

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
  /** Whoever leaves stays. */
  | { type: 'cancel'; by: By }
  | { type: 'restore'; zone: Zone; at: number }
  /** It is at rest again, and was not seen to leave it: after a fault, or at a start. */
  | { type: 'recovered'; zone: Zone }
  | { type: 'fault'; id: string; zone: Zone; at: number }
  | {
      type: 'temperature';
      id: string;
      zone: Zone;
      celsius: number;
      at: number;
      /** On the steady clock; of a recording its own time. */
      sampledAt: number;
    }
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
      /** Without the exit delay that there is. */
      isAtOnce: boolean;
    }
  /** What the alarm did by itself, for the audit. */
  | {
      type: 'passed';
      what:
        | { kind: 'armed'; profile: Profile; bypassed: Bypass[] }
        | { kind: 'not-armed'; profile: Profile; blockers: (Blocker & { name: string })[] }
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
