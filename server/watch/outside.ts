import type { AlarmState, Step } from '../alarm/alarm-state.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../log.ts';
import type { EvidenceStore } from '../state/evidence.ts';
import { createBeats } from './beats.ts';
import { chainStep } from './chain-step.ts';
import type { Destination } from './destination.ts';
import { createEvidenceShipper } from './evidence-shipper.ts';
import { createOutcomes, type Outcomes, type WatchRow } from './outcomes.ts';
import { createOutsideHeartbeat } from './outside-heartbeat.ts';
import type { Pulse } from './pulse.ts';
import { createS3Destination } from './s3-destination.ts';
import { createWitnessClient } from './witness-client.ts';

export interface OutsideRooms {
  store: EvidenceStore;
  clock: Clock;
  log: Log;
  startedAt: number;
  alarm(): AlarmState;
  /** The hub can record and decide. */
  isWell(): boolean;
  /** As the family calls a sensor. */
  nameOf(sensor: string): string;
  /** {@link Outside.isReachable} is another than before. */
  onReach(): void;
  /** 0 to 1. */
  random(): number;
}

/** Whoever outside the house is to notice when this hub falls silent, and keeps its evidence. */
export interface Outside {
  /** Chains a step of an incident, in the transaction that records it. */
  addStep(incident: string, step: Step): void;
  rows(): WatchRow[];
  /** Whether anybody answers; undefined without somebody to ask, and before the first try. */
  isReachable(): boolean | undefined;
  start(): void;
  /** The status of this hub may be another. */
  noteStatus(): void;
  stop(): Promise<void>;
}

export function createOutside(
  { site, watch: { heartbeat, witness, evidence } }: Pick<Config, 'site' | 'watch'>,
  rooms: OutsideRooms,
): Outside {
  const { store, clock, startedAt, alarm, isWell, random } = rooms;
  const places: Outcomes[] = [];
  const pulses: { pulse: Pulse; outcomes: Outcomes }[] = [];
  const destinations: { destination: Destination; outcomes: Outcomes }[] = [];
  let beats: Pulse | undefined;
  let wasReachable: boolean | undefined;

  function addPlace(name: string): Outcomes {
    const outcomes = createOutcomes(name, { ...rooms, onChange });
    places.push(outcomes);
    return outcomes;
  }

  function isReachable(): boolean | undefined {
    // Evidence is seldom shipped, so it says something only where nothing else does.
    const asked = pulses.length > 0 ? pulses : destinations;
    const answers = asked.map(({ outcomes }) => outcomes.isReached());
    return answers.includes(true) || (answers.includes(false) ? false : undefined);
  }

  function onChange(): void {
    const now = isReachable();
    if (now === wasReachable) return;
    wasReachable = now;
    rooms.onReach();
  }

  if (heartbeat) {
    const outcomes = addPlace(new URL(heartbeat.url).host);
    pulses.push({ outcomes, pulse: createOutsideHeartbeat(heartbeat, { isWell, outcomes }) });
  }
  if (witness) {
    const client = createWitnessClient(witness);
    const outcomes = addPlace(`witness ${client.host}`);
    const condition = () => conditionOf(alarm());
    beats = createBeats(witness, { client, outcomes, site, startedAt, condition });
    pulses.push({ outcomes, pulse: beats });
    const destination = { key: `witness ${client.host}`, put: client.evidence };
    destinations.push({ destination, outcomes: addPlace(`evidence to ${client.host}`) });
  }
  if (evidence.s3) {
    const destination = createS3Destination(evidence.s3, { site, now: clock.wall });
    const outcomes = addPlace(`evidence to bucket ${evidence.s3.bucket}`);
    destinations.push({ destination, outcomes });
  }
  const keys = destinations.map(({ destination }) => destination.key);
  const shippers = destinations.map(({ destination, outcomes }) =>
    createEvidenceShipper(destination, { store, outcomes, destinations: keys, random }),
  );

  function wake(): void {
    for (const shipper of shippers) shipper.wake();
  }

  return {
    addStep(incident, step) {
      if (shippers.length === 0) return;
      chainStep(store, incident, step, { site, nameOf: rooms.nameOf });
      // Once the transaction is over, whichever way.
      setImmediate(wake);
    },
    rows: () => places.map(place => place.row()),
    isReachable,
    start() {
      for (const { pulse } of pulses) pulse.start();
      wake();
    },
    noteStatus: () => beats?.poke(),
    async stop() {
      const ends = [...pulses.map(({ pulse }) => pulse), ...shippers];
      await Promise.all(ends.map(end => end.stop()));
    },
  };
}

function conditionOf({ mode, profile, phase, incident }: AlarmState) {
  const hasIncident = incident !== null && incident.closedAt === null;
  return { mode, profile, state: phase, hasIncident };
}
