import type { By, EventKind, Level, Mode, Profile } from '../protocol.ts';
import type { AlarmInput } from './alarm-decision.ts';
import type { AlarmRules, Scene, Zone } from './alarm-rules.ts';
import { type AlarmState, initialAlarmState } from './alarm-state.ts';
import { transition } from './transition.ts';

/** The rules and zones that the past is played with. */
export interface ReplayHouse {
  zones: readonly Zone[];
  rules: AlarmRules;
}

/** Something of the past. Times are epoch milliseconds. */
export type Happening =
  | { type: 'event'; at: number; id: string; sensor: string; kind: EventKind }
  | {
      type: 'mode';
      at: number;
      mode: Mode;
      profile: Profile | null;
      bypass: readonly string[];
      isAtOnce?: boolean;
    };

/** An alarm that was raised: an incident opened, or was raised anew after its alarm time. */
export interface ReplayedAlarm {
  /** Of its incident. */
  id: string;
  /** When what raised it began, when it was raised, and until when it lasts. */
  from: number;
  at: number;
  until: number;
  /** In the order of their first trips. */
  sensors: string[];
}

export interface RulesReplay {
  readonly alarms: readonly ReplayedAlarm[];
  /** In order of time. */
  step(happening: Happening): void;
  /** Lets the time pass that is left. */
  end(at: number): void;
}

const past: By = { name: 'the past', via: 'hub' };

/**
 * Plays a past through the alarm's own decisions, with rules that need not be those of then. Pure but for
 * what it remembers itself: nobody is told, and nothing is written. Nobody acknowledges; whoever disarmed
 * then disarms now.
 */
export function createRulesReplay({ zones, rules }: ReplayHouse): RulesReplay {
  const alarms: ReplayedAlarm[] = [];
  // An event names a sensor alone, and thermometers have none: their limits are not played.
  const bySensor = new Map(
    zones.filter(({ sensorKind }) => sensorKind !== 'temperature').map(zone => [zone.sensor, zone]),
  );
  const levels = new Map<string, Level>();
  // How a sensor stood before its first event nobody knows; a house that was armed was at rest.
  const scene: Scene = {
    zones: () => zones,
    levelOf: ({ sensor, sensorKind }) => levels.get(sensor) ?? restOf(sensorKind),
  };
  let state = initialAlarmState('monitor', 0);

  function decide(input: AlarmInput, at: number): void {
    const before = state;
    const { state: next, news } = transition(state, input, { steady: at, wall: at }, rules, scene);
    state = next;
    for (const told of news) {
      if (told.type !== 'trip' || !told.isAlarm) continue;
      const { id, trips, openedAt } = told.incident;
      const isNew = openedAt === at;
      const times = isNew ? trips.map(trip => trip.at) : [before.entry?.trips[0]?.at ?? at];
      const from = Math.min(at, ...times);
      const sensors = isNew ? trips.map(({ sensor }) => sensor) : sensorsSince(trips, from);
      alarms.push({ id, from, at, until: at + rules.durationMs, sensors });
    }
  }

  /** What is over by then. */
  function passTo(at: number): void {
    for (let due = nextOf(state); due !== null && due <= at; due = nextOf(state)) {
      decide({ type: 'tick', id: `tick-${due}` }, due);
      if (nextOf(state) === due) return;
    }
  }

  return {
    alarms,
    end: passTo,
    step(happening) {
      const { at } = happening;
      passTo(at);
      if (happening.type === 'mode') {
        const { mode, profile, bypass, isAtOnce = false } = happening;
        const by = past;
        decide({ type: 'command', mode, profile, bypass: [...bypass], by, isAtOnce }, at);
        return;
      }
      const { id, sensor, kind } = happening;
      const zone = bySensor.get(sensor);
      if (!zone) return;
      levels.set(sensor, kind === 'trigger' ? activeOf(zone) : restOf(zone.sensorKind));
      decide(
        kind === 'trigger' ? { type: 'trip', id, zone, at } : { type: 'restore', zone, at },
        at,
      );
    },
  };
}

function nextOf({ deadline, exit }: AlarmState): number | null {
  const settledAt = exit?.settledAt ?? null;
  if (deadline === null || settledAt === null) return deadline ?? settledAt;
  return Math.min(deadline, settledAt);
}

function sensorsSince(
  trips: readonly { sensor: string; lastAt: number }[],
  from: number,
): string[] {
  return trips.filter(({ lastAt }) => lastAt >= from).map(({ sensor }) => sensor);
}

const restOf = (kind: Zone['sensorKind']): Level => (kind === 'contact' ? 'closed' : 'idle');
const activeOf = ({ sensorKind }: Zone): Level => (sensorKind === 'contact' ? 'open' : 'active');
