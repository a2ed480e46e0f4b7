import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closesAt,
  type DoorLevel,
  type DoorRules,
  type DoorState,
  initialDoor,
  nextLook,
  positionOf,
  quietMs,
} from '../../server/outputs/door-state.ts';
import { type DoorEffect, type DoorInput, stepDoor } from '../../server/outputs/garage-door.ts';
import type { GarageCommand } from '../../server/protocol.ts';

const rules: DoorRules = { travelMs: 30_000, warnMs: 5_000, leftOpenMs: 900_000, autoCloseMs: 0 };
const mum = { name: 'Mum', via: 'certificate' as const };
const hub = { name: 'hub', via: 'hub' };
const untold = { isReminded: false, isStuck: false };

/** A door and its time. */
function play(level: DoorLevel, own: Partial<DoorRules> = {}) {
  const set = { ...rules, ...own };
  let now = 0;
  let state = initialDoor(level, untold, now);
  const put = (input: DoorInput): DoorEffect[] => {
    const result = stepDoor(state, input, now, set);
    state = result.state;
    return result.effects;
  };
  return {
    position: () => positionOf(state),
    state: () => state,
    closesAt: () => closesAt(state, set),
    nextLook: () => nextLook(state, set),
    sees: (next: DoorLevel) => put({ type: 'level', level: next }),
    asks: (command: GarageCommand, more: Partial<Extract<DoorInput, { type: 'command' }>> = {}) =>
      put({ type: 'command', command, by: mum, against: null, ...more }),
    fails: () => put({ type: 'failed' }),
    /** Goes by in one go, and is looked at then. */
    passes(ms: number, house: { isFaulty?: boolean; isArmed?: boolean } = {}) {
      now += ms;
      return put({ type: 'tick', isFaulty: false, isArmed: false, ...house });
    },
    warns: () => put({ type: 'warns' }),
    stops: () => put({ type: 'stopped' }),
  };
}

/** One that was started long enough ago to be moved. */
function ready(level: DoorLevel, own: Partial<DoorRules> = {}) {
  const door = play(level, own);
  door.passes(quietMs);
  return door;
}

const refused = (reason: string) => [{ type: 'refused', reason }];

describe('opening', () => {
  it('is one pulse, and a movement until the travel time behind the sensor is over', () => {
    const door = ready('closed');
    expect(door.asks('open')).toEqual([{ type: 'pulse' }]);
    expect(door.position()).toBe('opening');
    door.passes(2_000);
    expect(door.sees('open')).toEqual([]);
    expect(door.position()).toBe('opening');
    expect(door.passes(29_999)).toEqual([]);
    expect(door.passes(1)).toEqual([{ type: 'ended', how: 'opened', by: mum }]);
    expect(door.position()).toBe('open');
  });

  it('that never leaves the floor is stuck, is told, and may be tried again', () => {
    const door = ready('closed');
    door.asks('open');
    const told = { type: 'tell', what: 'stuck' };
    expect(door.passes(30_000)).toEqual([{ type: 'ended', how: 'stuck', by: mum }, told]);
    expect(door.position()).toBe('stuck');
    expect(door.asks('close')).toEqual(refused('already-there'));
    expect(door.asks('open')).toEqual([{ type: 'pulse' }]);
  });

  it('that is turned back by hand is over', () => {
    const door = ready('closed');
    door.asks('open');
    door.sees('open');
    expect(door.sees('closed')).toEqual([{ type: 'ended', how: 'lost', by: mum }]);
    expect(door.position()).toBe('closed');
  });
});

describe('closing', () => {
  it('warns first, then is one pulse, and ends at the sensor', () => {
    const door = ready('open');
    expect(door.asks('close')).toEqual([{ type: 'warn' }]);
    expect(door.position()).toBe('warning');
    expect(door.passes(4_999)).toEqual([]);
    expect(door.passes(1)).toEqual([{ type: 'warned' }, { type: 'pulse' }]);
    expect(door.position()).toBe('closing');
    expect(door.sees('closed')).toEqual([{ type: 'ended', how: 'closed', by: mum }]);
    expect(door.position()).toBe('closed');
  });

  it('without a warning in the rules begins at once', () => {
    const door = ready('open', { warnMs: 0 });
    expect(door.asks('close')).toEqual([{ type: 'pulse' }]);
  });

  it('can be taken back while it warns, whatever the house has against opening', () => {
    const door = ready('open');
    door.asks('close');
    expect(door.asks('open', { against: 'armed' })).toEqual([
      { type: 'warned' },
      { type: 'ended', how: 'cancelled', by: mum },
    ]);
    expect(door.position()).toBe('open');
    expect(door.passes(5_000)).toEqual([]);
    expect(door.asks('close')).toEqual(refused('too-soon'));
  });

  it.each(['closed', 'unknown'] as const)('comes to nothing when it is %s meanwhile', level => {
    const door = ready('open');
    door.asks('close');
    expect(door.sees(level)).toEqual([{ type: 'warned' }, { type: 'ended', how: 'lost', by: mum }]);
    expect(door.passes(5_000)).toEqual([]);
    expect(door.position()).toBe(level);
  });

  it('is left when its warning was over long before anybody looked', () => {
    const door = ready('open');
    door.asks('close');
    expect(door.passes(60_000)).toEqual([
      { type: 'warned' },
      { type: 'ended', how: 'cancelled', by: mum },
    ]);
  });

  it('warns as long as it should from when the warning is known to be given', () => {
    const door = ready('open');
    door.asks('close');
    door.passes(2_000);
    door.warns();
    expect(door.passes(4_999)).toEqual([]);
    expect(door.passes(1)).toEqual([{ type: 'warned' }, { type: 'pulse' }]);
    // One that is known too late is for nothing any more.
    const before = door.state();
    expect([door.warns(), door.state()]).toEqual([[], before]);
  });

  it('is taken back when the relay cannot be used at the end of its warning, or the hub stops', () => {
    const cancelled = [{ type: 'warned' }, { type: 'ended', how: 'cancelled', by: mum }];
    const door = ready('open');
    door.asks('close');
    expect(door.passes(5_000, { isFaulty: true })).toEqual(cancelled);
    door.passes(quietMs);
    door.asks('close');
    expect(door.stops()).toEqual(cancelled);
    expect(door.stops()).toEqual([]);
    expect(door.position()).toBe('open');
  });

  it('is left when the warning cannot be given', () => {
    const door = ready('open');
    door.asks('close');
    expect(door.fails()).toEqual([{ type: 'warned' }]);
    expect(door.passes(5_000)).toEqual([]);
    expect(door.position()).toBe('open');
  });

  it('that does not end is stuck until its sensor moves', () => {
    const door = ready('open');
    door.asks('close');
    door.passes(5_000);
    expect(door.passes(30_000).at(-1)).toEqual({ type: 'tell', what: 'stuck' });
    expect(door.position()).toBe('stuck');
    expect(door.fails()).toEqual([]);
    expect(door.position()).toBe('stuck');
    expect(door.sees('closed')).toEqual([]);
    expect(door.position()).toBe('closed');
  });
});

describe('a command is refused', () => {
  it('just after a start, and just after another', () => {
    const door = play('closed');
    expect(door.asks('open')).toEqual(refused('too-soon'));
    door.passes(quietMs);
    door.asks('open');
    expect(door.asks('open')).toEqual(refused('moving'));
    door.sees('open');
    door.sees('closed');
    expect(door.asks('open')).toEqual(refused('too-soon'));
    door.passes(quietMs);
    expect(door.asks('open')).toEqual([{ type: 'pulse' }]);
  });

  it('while a door may still move that somebody opened by hand', () => {
    const door = ready('closed');
    door.sees('open');
    expect(door.passes(29_999)).toEqual([]);
    expect(door.asks('close')).toEqual(refused('too-soon'));
    door.passes(1);
    expect(door.asks('close')).toEqual([{ type: 'warn' }]);
  });

  it('where it is already, and while nobody knows where it is', () => {
    expect(ready('open').asks('open')).toEqual(refused('already-there'));
    expect(ready('closed').asks('close')).toEqual(refused('already-there'));
    expect(ready('unknown').asks('open')).toEqual(refused('position-unknown'));
  });

  it('while it warns, other than to take that back', () => {
    const door = ready('open');
    door.asks('close');
    expect(door.asks('close')).toEqual(refused('moving'));
    expect(door.asks('open', { against: 'not-allowed' })).toEqual(refused('not-allowed'));
    expect(door.position()).toBe('warning');
  });

  it.each(['armed', 'fault', 'not-allowed'] as const)('when the house has against it: %s', why => {
    expect(ready('closed').asks('open', { against: why })).toEqual(refused(why));
  });
});

describe('a door that stands open', () => {
  it('is told of once for each opening', () => {
    const door = ready('closed');
    door.sees('open');
    expect(door.passes(899_999)).toEqual([]);
    expect(door.passes(1)).toEqual([{ type: 'tell', what: 'left-open' }]);
    expect(door.passes(9_000_000)).toEqual([]);
    door.sees('unknown');
    door.sees('open');
    expect(door.passes(9_000_000)).toEqual([]);
    door.sees('closed');
    door.sees('open');
    expect(door.passes(900_000)).toEqual([{ type: 'tell', what: 'left-open' }]);
  });

  it('closes by itself where that is set, with a warning, and for the hub', () => {
    const door = ready('closed', { autoCloseMs: 60_000 });
    door.sees('open');
    expect(door.closesAt()).toBe(70_000);
    expect(door.passes(60_000)).toEqual([{ type: 'closes-itself' }, { type: 'warn' }]);
    expect(door.closesAt()).toBeNull();
    expect(door.passes(5_000)).toEqual([{ type: 'warned' }, { type: 'pulse' }]);
    expect(door.sees('closed')).toEqual([{ type: 'ended', how: 'closed', by: hub }]);
  });

  it('is not closed by itself by a relay at fault, nor again when it got stuck', () => {
    const door = ready('closed', { autoCloseMs: 60_000, leftOpenMs: 0 });
    door.sees('open');
    expect(door.passes(60_000, { isFaulty: true })).toEqual([]);
    expect(door.passes(59_999)).toEqual([]);
    expect(door.passes(1).at(-1)).toEqual({ type: 'warn' });
    door.passes(5_000);
    door.passes(30_000);
    expect([door.position(), door.nextLook()]).toEqual(['stuck', null]);
    // A wire that is loose has seen nothing move.
    door.sees('unknown');
    door.sees('open');
    expect([door.position(), door.nextLook()]).toEqual(['stuck', null]);
    door.sees('closed');
    expect(door.position()).toBe('closed');
  });

  it('is told of once instead while the house is armed, and closes some time after that', () => {
    const door = ready('closed', { autoCloseMs: 60_000, leftOpenMs: 0 });
    door.sees('open');
    const armed = { isArmed: true };
    expect(door.passes(60_000, armed)).toEqual([{ type: 'tell', what: 'kept-open' }]);
    expect(door.passes(60_000, armed)).toEqual([]);
    expect(door.passes(59_999)).toEqual([]);
    expect(door.passes(1).at(-1)).toEqual({ type: 'warn' });
  });

  it('is not closed by itself after a restart when it was stuck, until somebody asks', () => {
    const own = { ...rules, autoCloseMs: 60_000, leftOpenMs: 0 };
    const stuck = initialDoor('open', { isReminded: false, isStuck: true }, 0);
    expect([positionOf(stuck), nextLook(stuck, own)]).toEqual(['stuck', null]);
    const asked: DoorInput = { type: 'command', command: 'close', by: mum, against: null };
    expect(stepDoor(stuck, asked, quietMs, own).effects).toEqual([{ type: 'warn' }]);
  });

  it('waits once more when somebody takes its closing back', () => {
    const door = ready('closed', { autoCloseMs: 60_000 });
    door.sees('open');
    door.passes(60_000);
    door.asks('open');
    expect(door.passes(59_999)).toEqual([]);
    expect(door.passes(1).at(-1)).toEqual({ type: 'warn' });
  });
});

type Act =
  | { do: 'see'; level: DoorLevel }
  | { do: 'ask'; command: GarageCommand; isRefused: boolean }
  | { do: 'pass'; ms: number; isFaulty: boolean; isArmed: boolean }
  | { do: 'warns' }
  | { do: 'fail' }
  | { do: 'restart' };

const see = fc.record({
  do: fc.constant('see' as const),
  level: fc.constantFrom<DoorLevel>('open', 'open', 'closed', 'closed', 'unknown'),
});
const ask = fc.record({
  do: fc.constant('ask' as const),
  command: fc.constantFrom<GarageCommand>('open', 'close'),
  isRefused: fc.constantFrom(false, false, false, true),
});
const pass = fc.record({
  do: fc.constant('pass' as const),
  ms: fc.constantFrom(0, 1, 400, 2_000, 5_000, 9_999, 10_000, 30_000, 60_000, 900_000),
  isFaulty: fc.boolean(),
  isArmed: fc.boolean(),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: see },
  { weight: 8, arbitrary: ask },
  { weight: 8, arbitrary: pass },
  { weight: 2, arbitrary: fc.constant({ do: 'warns' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'fail' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);
const anyRules: fc.Arbitrary<DoorRules> = fc.record({
  travelMs: fc.constantFrom(5_000, 30_000, 120_000),
  warnMs: fc.constantFrom(1_000, 5_000, 60_000),
  leftOpenMs: fc.constantFrom(0, 900_000),
  autoCloseMs: fc.constantFrom(0, 60_000),
});

/** What the wires of a door did: each pulse with what came before it. */
function watchDoor(own: DoorRules, acts: readonly Act[]) {
  let now = 0;
  let level: DoorLevel = 'closed';
  let state: DoorState = initialDoor(level, untold, now);
  let startedAt = now;
  let warnedFrom: number | null = null;
  /** A command, or the hub's own wish, that no pulse has used up. */
  let wish: GarageCommand | null = null;
  const pulses: {
    at: number;
    sinceStart: number;
    wish: GarageCommand | null;
    warnedMs: number | null;
    level: DoorLevel;
  }[] = [];

  function put(input: DoorInput): void {
    const { state: next, effects } = stepDoor(state, input, now, own);
    state = next;
    if (input.type === 'command' && !effects.some(({ type }) => type === 'refused')) {
      wish = input.command;
    }
    let ended = warnedFrom;
    for (const { type } of effects) {
      if (type === 'closes-itself') wish = 'close';
      if (type === 'warn') warnedFrom = now;
      if (type === 'warned') {
        ended = warnedFrom;
        warnedFrom = null;
      }
      if (type !== 'pulse') continue;
      const warnedMs = ended === null ? null : now - ended;
      pulses.push({ at: now, sinceStart: now - startedAt, wish, warnedMs, level });
      wish = null;
    }
  }

  for (const next of acts) {
    if (next.do === 'see') {
      level = next.level;
      put({ type: 'level', level });
    }
    if (next.do === 'ask') {
      const against = next.isRefused ? 'armed' : null;
      put({ type: 'command', command: next.command, by: mum, against });
    }
    if (next.do === 'pass') {
      // The timer wakes it in between, as the hub's does.
      const end = now + next.ms;
      for (let turns = 0; turns < 50; turns++) {
        const at = nextLook(state, own);
        if (at === null || at > end) break;
        now = Math.max(now, at);
        put({ type: 'tick', isFaulty: next.isFaulty, isArmed: next.isArmed });
      }
      now = end;
    }
    if (next.do === 'warns') {
      put({ type: 'warns' });
      if (warnedFrom !== null) warnedFrom = now;
    }
    if (next.do === 'fail') put({ type: 'failed' });
    if (next.do === 'restart') {
      state = initialDoor(level, untold, now);
      [startedAt, wish, warnedFrom] = [now, null, null];
    }
  }
  return pulses;
}

describe('whatever happens', () => {
  it('no two pulses are within ten seconds, none comes at a start, unasked, or without its warning', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyRules, fc.array(act, { minLength: 10, maxLength: 60 }), (own, acts) => {
        const pulses = watchDoor(own, acts);
        seen += pulses.length;
        for (const [index, pulse] of pulses.entries()) {
          const before = pulses[index - 1];
          if (before) expect(pulse.at - before.at).toBeGreaterThanOrEqual(10_000);
          expect(pulse.sinceStart).toBeGreaterThanOrEqual(10_000);
          expect(pulse.wish).toBe(pulse.level === 'open' ? 'close' : 'open');
          expect(pulse.level).not.toBe('unknown');
          if (pulse.wish === 'close') expect(pulse.warnedMs).toBeGreaterThanOrEqual(own.warnMs);
        }
      }),
      { numRuns: 600 },
    );
    // Otherwise all of it is true of a door that never moves.
    expect(seen).toBeGreaterThan(100);
  });

  it('time that is looked at late moves nothing later than its warning', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120_000 }), lateMs => {
        const door = ready('open');
        door.asks('close');
        const effects = door.passes(5_000 + lateMs);
        expect(effects.some(({ type }) => type === 'pulse')).toBe(lateMs <= 2_000);
      }),
    );
  });
});
