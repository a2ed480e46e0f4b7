import type { Clock } from '../clock.ts';
import { errorText, HttpProblem } from '../errors.ts';
import { BrokenPulse } from '../gpio/output.ts';
import type { Log } from '../log.ts';
import type { Words } from '../notify/tellings.ts';
import type { By, GarageCommand, GarageRefusal, GarageStatus, Role } from '../protocol.ts';
import type { LevelRecord } from '../state/levels.ts';
import { describeDoor } from './describe-door.ts';
import type { DoorSpec } from './door-specs.ts';
import { type DoorLevel, initialDoor, nextLook } from './door-state.ts';
import { type DoorEffect, type DoorInput, stepDoor } from './garage-door.ts';
import type { KeptOutput } from './kept-output.ts';
import type { Reminders } from './reminders.ts';
import type { Warner } from './warner.ts';
import { endedDetail, keptOpenWords, leftOpenWords, refusalDetail, stuckWords } from './words.ts';

export interface DoorRooms {
  site: string;
  clock: Clock;
  log: Log;
  relay: KeptOutput;
  /** Told when the warning breaks off. */
  createWarner(onFailure: () => void): Warner;
  /** Of the position sensor. */
  record(): LevelRecord | undefined;
  audit(by: By, action: string, detail: string): void;
  tell(code: string, words: Words): void;
  onChange(): void;
  isArmed(): boolean;
  /** Of which openings it was told that they last. */
  reminded: Reminders;
  /** What its sensor has said ever since it got stuck. */
  stuck: Reminders;
}

/** One door: the machine that decides, with its wires, its timer and its record. */
export interface Door {
  spec: DoorSpec;
  describe(): GarageStatus;
  /**
   * @param against what speaks against it beside what the door itself knows
   * @param role guests are not told what is wired where
   * @throws HttpProblem `refused` with the reason
   */
  command(command: GarageCommand, by: By, against: GarageRefusal | null, role: Role): void;
  /** Looks at its sensor. */
  look(): void;
  /** Takes a closing back that warns. */
  stop(): void;
}

/** A full disk, or whatever else keeps it from being recorded that the door closes by itself. */
const retryMs = 5_000;
const longestMs = 2 ** 31 - 1;
const hub: By = { name: 'hub', via: 'hub' };

export function driveDoor(spec: DoorSpec, rooms: DoorRooms): Door {
  const { clock, relay, audit, record, reminded, stuck } = rooms;
  const { id, name, rules } = spec;
  let timer: NodeJS.Timeout | undefined;
  /** It really warns, and not only should. */
  let isWarning = false;
  let isStopped = false;
  const isSince = (at: number | undefined) => at !== undefined && at === record()?.since;
  const told = { isReminded: isSince(reminded.at(id)), isStuck: isSince(stuck.at(id)) };
  let state = initialDoor(levelNow(), told, clock.steady());
  const warner = rooms.createWarner(() => {
    if (state.phase === 'warning') fail(new Error('its warning broke off'));
  });

  function levelNow(): DoorLevel {
    const value = record()?.value;
    return value === 'open' || value === 'closed' ? value : 'unknown';
  }

  /** What is told or recorded beside must not keep a door from what it does. */
  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      rooms.log.warn('a garage door could not be recorded', { error: errorText(error) });
    }
  }

  /** @param isRecorded called before anything happens; what it throws undoes the step */
  function step(input: DoorInput, isRecorded?: (effects: readonly DoorEffect[]) => void): void {
    const before = state;
    const { state: next, effects } = stepDoor(before, input, clock.steady(), rules);
    isRecorded?.(effects);
    state = next;
    if (next.phase !== before.phase || next.level !== before.level) attempt(keepStuck);
    for (const effect of effects) carryOut(effect);
    plan();
    if (next !== before) rooms.onChange();
  }

  function carryOut(effect: DoorEffect): void {
    switch (effect.type) {
      case 'pulse':
        relay.pulse(spec.pulseMs).catch(fail);
        break;
      case 'warn':
        void warn(state.since);
        break;
      case 'warned':
        isWarning = false;
        warner.end();
        break;
      case 'ended':
        attempt(() => audit(effect.by, 'garage', endedDetail(name, effect)));
        break;
      case 'tell':
        attempt(() => tell(effect.what));
        break;
      // Whoever asked, or the clock, has recorded these already.
      case 'refused':
      case 'closes-itself':
        break;
    }
  }

  /** @param since when this warning was to begin: it may be over before it is known to be given */
  async function warn(since: number): Promise<void> {
    const isOurs = () => state.phase === 'warning' && state.since === since;
    try {
      await warner.begin();
      isWarning = isOurs();
      if (isWarning) step({ type: 'warns' });
      else if (state.phase !== 'warning') warner.end();
    } catch (error) {
      if (isOurs()) fail(error);
    }
  }

  /** A restart must not make it move again by itself. */
  function keepStuck(): void {
    const since = record()?.since;
    if (state.phase !== 'stuck') stuck.forget(id);
    else if (since !== undefined) stuck.remember(id, since);
  }

  function fail(error: unknown): void {
    const { by } = state;
    if (error instanceof BrokenPulse) {
      const detail = `${name} may have moved, but its relay failed: ${errorText(error)}`;
      attempt(() => audit(by ?? hub, 'garage', detail));
      return;
    }
    step({ type: 'failed' });
    const detail = `${name} was not moved: ${errorText(error)}`;
    attempt(() => audit(by ?? hub, 'garage', detail));
  }

  function tell(what: 'stuck' | 'left-open' | 'kept-open'): void {
    const { site } = rooms;
    if (what === 'stuck') {
      rooms.tell('garage-stuck', stuckWords(site, name, state.level));
      return;
    }
    const minutes = Math.round(rules.leftOpenMs / 60_000);
    const isLeft = what === 'left-open';
    const words = isLeft ? leftOpenWords(site, name, minutes) : keptOpenWords(site, name);
    rooms.tell('garage-open', words);
    const since = record()?.since;
    if (since !== undefined) reminded.remember(id, since);
  }

  function plan(after?: number): void {
    clearTimeout(timer);
    const at = nextLook(state, rules);
    if (at === null || isStopped) return;
    const leftMs = after ?? Math.max(0, at - clock.steady());
    timer = setTimeout(wake, Math.min(leftMs, longestMs)).unref();
  }

  function wake(): void {
    look();
    const isOver = state.until !== null && clock.steady() >= state.until;
    if (isOver && state.phase === 'warning' && !isWarning) {
      fail(new Error('its warning could not be given in time'));
      return;
    }
    try {
      const isFaulty = relay.trouble !== null;
      step({ type: 'tick', isFaulty, isArmed: rooms.isArmed() }, effects => {
        if (effects.some(({ type }) => type === 'closes-itself'))
          audit(hub, 'garage', `closes ${name} by itself`);
      });
    } catch (error) {
      rooms.log.warn('a garage door does not close by itself', { error: errorText(error) });
      plan(retryMs);
    }
  }

  function look(): void {
    step({ type: 'level', level: levelNow() });
  }

  plan();
  return {
    spec,
    describe: () => describeDoor(spec, state, record(), clock),
    command(command, by, against, role) {
      look();
      const { trouble } = relay;
      const asked = against ?? (trouble === null ? null : ('fault' as const));
      step({ type: 'command', command, by, against: asked }, effects => {
        const refused = effects.find(effect => effect.type === 'refused');
        const wish = `asks ${name} to ${command}`;
        audit(by, 'garage', refused ? `${wish}, refused: ${refused.reason}` : wish);
        if (!refused) return;
        const { reason } = refused;
        const { guests } = spec;
        const shown = role === 'guest' ? null : trouble;
        const detail = refusalDetail(reason, { name, command, trouble: shown, guests });
        throw new HttpProblem('refused', { reason, detail });
      });
    },
    look,
    stop() {
      isStopped = true;
      step({ type: 'stopped' });
      clearTimeout(timer);
      warner.end();
    },
  };
}
