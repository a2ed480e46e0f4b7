import { HttpProblem } from '../errors.ts';
import type { Attempts } from '../people/attempts.ts';
import type { Confirmations } from '../people/confirmations.ts';
import type { PinKind, Pins } from '../people/pins.ts';
import type { By } from '../protocol.ts';
import type { ConfirmGate } from './confirm-gate.ts';
import { actorOf, callerOf, type RouteContext } from './route.ts';

export interface PinGuard {
  /**
   * Counts a try before it is looked at: tries made at the same time count too.
   *
   * @param whose a person, of whose PIN it is one; or the credential that a recovery code is written with.
   * Such a code cannot be guessed, so it is counted by itself: nobody locks its owner out of it
   * @returns called when it was right
   * @throws HttpProblem `too_many_tries`
   */
  countTry(whose: string, what?: 'pin' | 'recovery'): () => void;
  /** What was written; one that is written under threat is called for, and is as good as the other. */
  verify(context: RouteContext, pin: string): Promise<PinKind | undefined>;
  /**
   * Whoever has a PIN must write it, unless they confirmed of late, before anything of it is changed.
   *
   * @param current the PIN so far; undefined where only a confirmation will do
   * @throws HttpProblem `confirmation_failed` or `confirmation_needed`
   */
  proveOwner(context: RouteContext, current: string | undefined): Promise<void>;
}

export interface PinGuardRooms {
  attempts: Attempts;
  confirmations: Confirmations;
  pins: Pins;
  gate: Pick<ConfirmGate, 'methods'>;
  now(): number;
  callForHelp(by: By): void;
}

export function createPinGuard(rooms: PinGuardRooms): PinGuard {
  const { attempts, confirmations, pins, gate, now, callForHelp } = rooms;
  const guard: PinGuard = {
    countTry(whose, what = 'pin') {
      const keys = [`${what}:${whose}`];
      const waitMs = attempts.waitMs(keys, now());
      if (waitMs > 0) {
        throw new HttpProblem('too_many_tries', { retryAfter: Math.ceil(waitMs / 1000) });
      }
      attempts.fail(keys, now());
      return () => attempts.succeed(keys);
    },
    async verify(context, pin) {
      const kind = await pins.verify(callerOf(context).name, pin);
      if (kind === 'duress') callForHelp(actorOf(context));
      return kind;
    },
    async proveOwner(context, current) {
      const { name, credential } = callerOf(context);
      if (!pins.has(name) || confirmations.read(credential, now()) !== undefined) return;
      if (current === undefined) {
        throw new HttpProblem('confirmation_needed', { methods: gate.methods(name) });
      }
      const succeed = guard.countTry(name);
      if ((await guard.verify(context, current)) === undefined) {
        throw new HttpProblem('confirmation_failed', { detail: 'the PIN so far is another' });
      }
      succeed();
    },
  };
  return guard;
}
