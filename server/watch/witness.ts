import type { Clock } from '../clock.ts';
import { HttpProblem } from '../errors.ts';
import type { Documents } from '../state/documents.ts';
import type { State } from '../state/state.ts';
import type { KeptLink, Witnessed } from '../state/witnessed.ts';
import type { Batch, Beat } from './forms.ts';
import { keepEvidence } from './keep-evidence.ts';
import type { WatchRow } from './outcomes.ts';
import { isLater, judgeSilence, type Sender } from './silence.ts';
import * as words from './words.ts';

export interface WatchedHub {
  name: string;
  /** Seconds. */
  silentAfter: number;
}

/** This hub, as the witness of others. */
export interface Witness {
  /** @throws HttpProblem `invalid` when the beat is another hub's than the token's */
  hear(sender: string, beat: Beat): void;
  /** Keeps it and tells the family what is wrong with it. */
  keep(sender: string, batch: Batch): { flaw: string | undefined };
  /** What is kept of a sender, in the order of its arrival; undefined when none is called so. */
  list(sender: string, after: number, limit: number): (KeptLink & { id: number })[] | undefined;
  /** Tells the family of hubs that have fallen silent; to be called every few seconds. */
  look(): void;
  rows(): WatchRow[];
}

export interface WitnessRooms {
  state: State;
  documents: Documents;
  witnessed: Witnessed;
  clock: Clock;
  timeOfDay(at: number): string;
  tell(code: string, message: words.WatchMessage): void;
  /** Whether this hub itself reaches anybody outside; undefined when it does not try. */
  isReachable(): boolean | undefined;
}

const urgentEveryMs = 3_600_000;

export function createWitness(hubs: readonly WatchedHub[], rooms: WitnessRooms): Witness {
  const { state, documents, witnessed, clock, timeOfDay, tell, isReachable } = rooms;
  const heardAt = new Map<string, number>();
  const evidenceAt = new Map<string, number>();
  const urgentAt = new Map<string, number>();

  /** A house whose line comes and goes must not use up this one's text messages: urgent once an hour. */
  function tellOf(name: string, code: string, message: words.WatchMessage): void {
    const last = urgentAt.get(name);
    const isUrgent =
      message.isUrgent && (last === undefined || clock.steady() - last >= urgentEveryMs);
    if (isUrgent) urgentAt.set(name, clock.steady());
    tell(code, { ...message, isUrgent });
  }

  // A witness that was away itself has heard nobody, and must not blame them for it.
  let seeingSince = clock.steady();
  const startedAt = seeingSince;

  function read(name: string): Sender | undefined {
    const body = documents.read(keyOf(name));
    return body === undefined ? undefined : JSON.parse(body);
  }

  /** What is wrong with its evidence, and of which chain: told once of each. */
  function readBroken(name: string): { chain: string; flaw: string } | undefined {
    const body = documents.read(brokenKeyOf(name));
    return body === undefined ? undefined : JSON.parse(body);
  }

  function write(name: string, sender: Sender): void {
    documents.write(keyOf(name), JSON.stringify(sender));
  }

  function judge({ name, silentAfter }: WatchedHub, now: number, isBlind: boolean): void {
    const sender = read(name);
    if (!sender) return;
    const sight = { now, seeingSince, isBlind, heardAt: heardAt.get(name) ?? startedAt };
    const verdict = judgeSilence(sender, sight, silentAfter * 1000);
    if (!verdict) return;
    // Told before it is noted: a crash in between says it twice rather than never.
    if (verdict === 'silent')
      tellOf(name, 'watch-silent', words.silentMessage(name, sender, timeOfDay));
    else tellOf(name, 'watch-blind', words.blindMessage(name, sender, timeOfDay));
    write(name, { ...sender, told: verdict });
  }

  return {
    hear(name, beat) {
      if (beat.name !== name) {
        const detail = `this token is that of ${name}, not of ${beat.name}; see watch.witness.name`;
        throw new HttpProblem('invalid', { detail });
      }
      const before = read(name);
      if (!isLater(beat, before?.beat)) return;
      const now = clock.wall();
      if (before?.told === 'silent') {
        tellOf(name, 'watch-back', words.backMessage(name, before, now, timeOfDay));
      }
      heardAt.set(name, clock.steady());
      write(name, { beat, heardAt: now, told: 'nothing' });
    },
    keep(name, batch) {
      const { flaw, isNewChain } = keepEvidence(name, batch, {
        ...{ state, witnessed, now: clock.wall() },
      });
      const now = clock.steady();
      const isPaused = now - (evidenceAt.get(name) ?? Number.NEGATIVE_INFINITY) < urgentEveryMs;
      const isBroken = flaw !== undefined && readBroken(name)?.chain !== batch.chain;
      // Whoever has the token could begin one chain after another.
      if ((isNewChain || isBroken) && !isPaused) {
        evidenceAt.set(name, now);
        const message = isBroken ? words.brokenMessage(name, flaw) : words.newChainMessage(name);
        tell('watch-evidence', message);
      }
      if (isBroken) {
        documents.write(brokenKeyOf(name), JSON.stringify({ chain: batch.chain, flaw }));
      }
      return { flaw };
    },
    list: (name, after, limit) =>
      hubs.some(hub => hub.name === name) ? witnessed.list(name, after, limit) : undefined,
    look() {
      const now = clock.steady();
      const isBlind = isReachable() === false;
      for (const hub of hubs) judge(hub, now, isBlind);
      // From the moment on in which sight comes back, silence counts anew.
      if (isBlind) seeingSince = now;
    },
    rows: () =>
      hubs.map(({ name }) => {
        const sender = read(name);
        const trouble = describeTrouble(sender, readBroken(name)?.flaw);
        const lastOkAt = sender ? new Date(sender.heardAt).toISOString() : null;
        return { name, isWatcher: false, isWell: trouble === null, lastOkAt, trouble };
      }),
  };
}

const keyOf = (name: string) => `watched:${name}`;
const brokenKeyOf = (name: string) => `watched-evidence:${name}`;

function describeTrouble(sender: Sender | undefined, flaw: string | undefined): string | null {
  if (!sender) return 'has never been heard of';
  if (sender.told === 'silent') return sender.beat.stopping ? 'has not come back' : 'is silent';
  if (sender.told === 'blind') return 'cannot be seen: this house’s own network is away';
  return flaw === undefined ? null : `its evidence does not fit together: ${flaw}`;
}
