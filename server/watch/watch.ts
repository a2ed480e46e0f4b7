import type { Step } from '../alarm/alarm-state.ts';
import type { Bus } from '../bus.ts';
import type { Config } from '../config/config.ts';
import { errorStack, errorText } from '../errors.ts';
import { createAttempts } from '../people/attempts.ts';
import { isDiskTrouble } from '../state/disk-trouble.ts';
import type { Documents } from '../state/documents.ts';
import { createEvidenceStore } from '../state/evidence.ts';
import type { State } from '../state/state.ts';
import { createWitnessed } from '../state/witnessed.ts';
import type { WatchRow } from './outcomes.ts';
import { createOutside, type Outside, type OutsideRooms } from './outside.ts';
import { type AdmitSender, createSenderTokens } from './sender-tokens.ts';
import { createWitness, type Witness } from './witness.ts';
import type { WatchMessage } from './words.ts';

const lookMs = 5000;

export interface WatchRooms extends Omit<OutsideRooms, 'store'> {
  state: State;
  documents: Documents;
  bus: Pick<Bus, 'on'>;
  timeOfDay(at: number): string;
  /** Tells this hub's family something that is no alarm of this house. */
  tell(code: string, message: WatchMessage): void;
}

export interface Watch extends Pick<Outside, 'addStep' | 'isReachable'> {
  witness: Witness;
  admitSender: AdmitSender;
  /** Who watches this hub and keeps its evidence, and the hubs that it watches. */
  rows(): WatchRow[];
  start(): void;
  /** Says goodbye to the witness and ships what is left, within a second or so. */
  stop(): Promise<void>;
}

/** Whoever is to notice when this hub falls silent, and what this hub notices of others. */
export function createWatch(config: Pick<Config, 'site' | 'watch'>, rooms: WatchRooms): Watch {
  const { state, bus, clock, log } = rooms;
  const senders = config.watch.for;
  const outside = createOutside(config, { ...rooms, store: createEvidenceStore(state) });
  const { isReachable } = outside;
  const witness = createWitness(senders, {
    ...{ ...rooms, witnessed: createWitnessed(state), isReachable },
  });
  let looks: NodeJS.Timeout | undefined;
  let forget = () => {};

  /** Evidence that cannot be chained costs the evidence, and never the alarm. */
  function addStep(incident: string, step: Step): void {
    try {
      state.savepoint(() => outside.addStep(incident, step));
    } catch (error) {
      // All of it waits until the disk takes it.
      if (isDiskTrouble(error)) throw error;
      log.error('a step of an incident is left out of the evidence', { error: errorStack(error) });
    }
  }

  function look(): void {
    try {
      witness.look();
    } catch (error) {
      log.error('a silent hub could not be told of; tried again', { error: errorText(error) });
    }
  }

  return {
    ...{ addStep, isReachable, witness },
    admitSender: createSenderTokens(senders, {
      ...{ attempts: createAttempts(state), now: clock.wall, log },
    }),
    rows: () => [...outside.rows(), ...witness.rows()],
    start() {
      outside.start();
      forget = bus.on('status', outside.noteStatus);
      if (senders.length > 0) looks = setInterval(look, lookMs).unref();
    },
    stop() {
      forget();
      clearInterval(looks);
      return outside.stop();
    },
  };
}
