import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmInput } from '../../server/alarm/alarm-decision.ts';
import type { AlarmRules, Scene, Zone } from '../../server/alarm/alarm-rules.ts';
import { initialAlarmState } from '../../server/alarm/alarm-state.ts';
import { transition } from '../../server/alarm/transition.ts';
import type { Mode } from '../../server/protocol.ts';

const none = { exitMs: 0, entryMs: 0 };
const rules: AlarmRules = {
  ...{ durationMs: 300_000, confirmWindowMs: 1_800_000, confirmTrips: 0 },
  delays: { away: none, night: none, home: none },
  ...{ finalDoorMs: 5000, groups: [], rowMs: 900_000 },
};
const tick: AlarmInput = { type: 'tick', id: 'tick' };
/** The wall clock is elsewhere than the steady one. */
const skewMs = 5_000_000;
const by = { name: 'Mum', via: 'certificate' as const };

const zones: Zone[] = [
  zone('front-door', 'delay', ['away', 'night', 'home']),
  zone('hall', 'follower', ['away']),
  zone('doorbell', 'chime', ['away', 'night', 'home']),
  zone('box', '24-hour', ['away', 'night', 'home']),
];

function zone(sensor: string, kind: Zone['kind'], profiles: Zone['profiles']): Zone {
  return { sensor, name: sensor, sensorKind: 'contact', kind, profiles };
}

/** Everything stands open that may be left out. */
const scene: Scene = { zones: () => zones, levelOf: () => 'open' };

function command(mode: Mode, bypass: string[] = []): AlarmInput {
  return { type: 'command', mode, profile: mode === 'alert' ? 'away' : null, bypass, by };
}

function trip(sensor: string, at = 0): AlarmInput {
  const tripped = zones.find(known => known.sensor === sensor);
  if (!tripped) throw new Error(sensor);
  return { type: 'trip', id: `${sensor}-${at}`, zone: tripped, at };
}

/** Plays inputs a second apart and gathers what they lead to. */
function play(inputs: AlarmInput[], mode: Mode = 'monitor', stepMs = 1000) {
  let state = initialAlarmState(mode, 0);
  let now = 0;
  const results = inputs.map(input => {
    now += stepMs;
    const result = transition(state, input, { steady: now, wall: now + skewMs }, rules, scene);
    state = result.state;
    return result;
  });
  const news = results.flatMap(result => result.news);
  return {
    state,
    effects: results.flatMap(result => result.effects),
    trips: news.filter(told => told.type === 'trip'),
    incidents: results
      .flatMap(result => result.effects)
      .filter(effect => effect.type === 'incident'),
  };
}

/** What somebody must be told of a trip. */
const isTold = ({ isNew, isAlarm }: { isNew: boolean; isAlarm: boolean }) => isNew || isAlarm;

const anyInput: fc.Arbitrary<AlarmInput> = fc.oneof(
  fc.constantFrom(...zones).map(tripped => trip(tripped.sensor)),
  fc.constantFrom(...zones).map(restored => ({ type: 'restore' as const, zone: restored, at: 0 })),
  fc.constant(tick),
);
const anyCommand = fc
  .constantFrom<Mode>('off', 'monitor', 'alert')
  .map(mode => command(mode, mode === 'alert' ? ['hall'] : []));

describe('the alarm', () => {
  it('is never disarmed but by a person, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyInput), fc.integer({ min: 1, max: 400_000 }), (inputs, stepMs) => {
        const { state } = play([command('alert'), ...inputs], 'monitor', stepMs);
        expect(state.mode).toBe('alert');
        expect(state.phase).not.toBe('disarmed');
      }),
    );
  });

  it('tells of every trip of a watched sensor that is news, and of nothing else', () => {
    const { trips } = play([
      command('alert'),
      trip('front-door'),
      trip('front-door'),
      trip('hall'),
      trip('doorbell'),
    ]);
    expect(trips.map(({ sensor, isNew, isAlarm }) => [sensor, isNew, isAlarm])).toEqual([
      ['front-door', true, true],
      ['front-door', false, false],
      ['hall', true, false],
    ]);
  });

  it('lets one incident grow by every trip and restore until somebody ends it, who is named', () => {
    const { effects, incidents, state } = play([
      command('alert'),
      trip('front-door', 5),
      { type: 'restore', zone: zones[0] ?? zone('', 'delay', []), at: 6 },
      trip('hall', 7),
      trip('front-door', 8),
      command('monitor'),
    ]);
    expect(incidents.map(({ change }) => change)).toEqual([
      ...['opened', 'confirmed', 'joined', 'acknowledged', 'closed'],
    ]);
    expect(incidents.at(-1)?.incident).toMatchObject({
      id: 'front-door-5',
      trips: [
        { sensor: 'front-door', at: 5, lastAt: 8, count: 2 },
        { sensor: 'hall', at: 7, lastAt: 7, count: 1 },
      ],
      confirmedAt: 7,
      acknowledgedBy: by,
    });
    const steps = effects.filter(effect => effect.type === 'step').map(({ step }) => step);
    expect(steps.map(({ kind, sensor }) => [kind, sensor].filter(Boolean).join(' '))).toEqual([
      ...['trip front-door', 'restore front-door', 'trip hall', 'confirmed hall'],
      ...['trip front-door', 'mode', 'acknowledged', 'closed'],
    ]);
    expect(state).toMatchObject({ mode: 'monitor', phase: 'disarmed', incident: null });
  });

  it('is confirmed by a second sensor soon after, once, and by nothing else', () => {
    const soon = play([
      command('alert'),
      trip('hall'),
      trip('hall'),
      trip('front-door'),
      trip('box'),
    ]);
    expect(soon.trips.map(({ isConfirming }) => isConfirming)).toEqual([false, false, true, false]);
    expect(soon.state.confirmed).toBe(true);
    const late = play([command('alert'), trip('hall'), trip('front-door')], 'monitor', 1_800_001);
    expect(late.state.confirmed).toBe(false);
    const bypassed = play([command('alert', ['hall']), trip('front-door'), trip('hall')]);
    expect(bypassed.state.confirmed).toBe(false);
  });

  it('takes the first acknowledgement, and goes on watching', () => {
    const seen: AlarmInput = { type: 'acknowledge', by };
    const later: AlarmInput = { type: 'acknowledge', by: { name: 'Tom', via: 'totp' } };
    const inputs = [command('alert'), trip('hall'), seen, later, trip('front-door')];
    const { state, trips } = play(inputs);
    expect(state.incident?.acknowledgedBy).toEqual(by);
    expect(state.mode).toBe('alert');
    expect(trips.filter(isTold)).toHaveLength(2);
  });

  it('takes what comes after a seen alarm for a new one that nobody has seen', () => {
    const seen: AlarmInput = { type: 'acknowledge', by };
    const armed = play(
      [command('alert'), trip('hall', 1), seen, tick, trip('hall', 2)],
      'monitor',
      300_000,
    );
    expect(armed.state.incident).toMatchObject({ id: 'hall-2', acknowledgedBy: null });
    const smoke = play([trip('box', 1), seen, trip('box', 2)]);
    expect(smoke.state.incident).toMatchObject({ id: 'box-2', acknowledgedBy: null });
    expect(smoke.trips.filter(isTold)).toHaveLength(2);
  });

  it('keeps records on the wall clock and deadlines on the steady one', () => {
    const { state } = play([command('alert'), trip('hall')]);
    expect(state).toMatchObject({ since: 1000 + skewMs, deadline: 302_000 });
    expect(state.incident?.openedAt).toBe(2000 + skewMs);
  });

  it('goes back to armed with a memory when the alarm time is over, and alerts anew then', () => {
    const over = play([command('alert'), trip('front-door'), tick], 'monitor', 300_000);
    expect(over.state).toMatchObject({ phase: 'armed', memory: true, deadline: null });
    const again = play(
      [command('alert'), trip('front-door'), tick, trip('front-door', 9)],
      'monitor',
      300_000,
    );
    expect(again.state.phase).toBe('triggered');
    expect(again.trips.at(-1)).toMatchObject({ isNew: false, isAlarm: true });
  });

  it('does not end the alarm time early', () => {
    expect(play([command('alert'), trip('hall'), tick]).state.phase).toBe('triggered');
  });

  it('lets a 24-hour zone alert in every mode and disarm or arm nothing', () => {
    for (const mode of ['off', 'monitor'] as const) {
      const { state, trips } = play([trip('box')], mode);
      expect(trips.filter(isTold)).toHaveLength(1);
      expect(state.incident?.isTamper).toBe(true);
      expect(state).toMatchObject({ mode, phase: 'disarmed' });
    }
  });

  it('leaves a bypassed zone out until it closes, and names it when armed', () => {
    const restored: AlarmInput = {
      type: 'restore',
      zone: zones[1] ?? zone('hall', 'follower', []),
      at: 0,
    };
    const { effects, trips, state } = play([
      command('alert', ['hall']),
      trip('hall', 1),
      restored,
      trip('hall', 2),
    ]);
    expect(effects[0]).toMatchObject({
      type: 'mode-changed',
      bypassed: [{ sensor: 'hall', reason: 'open' }],
    });
    expect(trips.filter(isTold)).toHaveLength(1);
    expect(state.bypassed).toEqual([]);
  });

  it('ends every bypass when it is disarmed', () => {
    expect(play([command('alert', ['hall']), command('off')]).state.bypassed).toEqual([]);
  });

  it('takes the same command again without a change, also in the middle of an alarm', () => {
    const { state, effects } = play([command('alert'), trip('hall'), command('alert')]);
    expect(state.phase).toBe('triggered');
    expect(effects.filter(({ type }) => type === 'mode-changed')).toHaveLength(1);
  });

  it('keeps its promises of shape through any sequence of commands and trips', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyInput, anyCommand), { maxLength: 60 }), inputs => {
        const { state } = play(inputs);
        expect(state.phase === 'disarmed').toBe(state.mode !== 'alert');
        expect(state.profile === null).toBe(state.mode !== 'alert');
        expect(state.deadline === null).toBe(state.phase !== 'triggered');
        if (state.phase === 'triggered') expect(state.incident).not.toBeNull();
        // Small, however long it goes on: it is written with every decision.
        expect(state.incident?.trips.length ?? 0).toBeLessThanOrEqual(zones.length);
      }),
    );
  });
});
