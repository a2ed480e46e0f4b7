import { describe, expect, it } from 'vitest';
import { settle, startFilter, takeLevel } from '../../server/sensors/line-filter.ts';
import { alertsOf, houseRules, playHouse, reportsOf } from './play-house.ts';

/** What went wrong in other alarms, in the words of those whom it happened to. */
describe('faults of other alarms that this one must not have', () => {
  const delays = houseRules({ exitDelay: 60, entryDelay: 30 });

  it('nielsfaber/alarmo #1294, #1146, #1232: after a break-in with the door left open it ended disarmed', () => {
    const house = playHouse().arm().open('laundry');
    expect(house.state.phase).toBe('triggered');
    house.pass(24 * 3_600_000);
    expect(house.state).toMatchObject({ mode: 'alert', phase: 'armed', memory: true });
    // The door that was never closed does not blind it for the others, nor for itself once it closes.
    house.open('window');
    expect(house.state.phase).toBe('triggered');
    house
      .pass(24 * 3_600_000)
      .close('laundry')
      .open('laundry');
    expect(house.state.phase).toBe('triggered');
  });

  it('nielsfaber/alarmo #1321: each further trip gave the intruder the entry delay anew', () => {
    const house = playHouse(delays).arm('away', [], true).open('front');
    const { deadline } = house.state;
    for (let second = 0; second < 29; second++) house.pass(1000).trip('pir-hall').trip('front');
    expect(house.state).toMatchObject({ phase: 'pending', deadline });
    expect(house.pass(1000).state.phase).toBe('triggered');
  });

  it('nielsfaber/alarmo #1309: a restart in the entry delay began it anew', () => {
    const house = playHouse(delays).arm('away', [], true).open('front').pass(20_000);
    const { deadline } = house.state;
    expect(house.restart({ offMs: 5000 }).state).toMatchObject({ phase: 'pending', deadline });
    expect(house.restart({ offMs: 6000 }).state.phase).toBe('triggered');
  });

  it('nielsfaber/alarmo #442, #637: only the first sensor was told, the way of the intruder was not', () => {
    const house = playHouse().arm().trip('laundry');
    house.takeEffects();
    house.pass(5000).open('pir-hall').pass(60_000).trip('window').pass(60_000);
    const told = alertsOf(house.takeEffects());
    const last = told.findLast(({ kind }) => kind === 'more' || kind === 'confirmed');
    expect(told.some(({ kind }) => kind === 'confirmed')).toBe(true);
    expect(last?.incident.trips.map(({ sensor }) => sensor)).toEqual([
      ...['laundry', 'pir-hall', 'window'],
    ]);
  });

  it('nielsfaber/alarmo #778: a bypass was silent, and nobody knew what was not watched', () => {
    const house = playHouse().open('laundry').open('window').arm('away', ['laundry']);
    const [report] = reportsOf(house.takeEffects());
    expect(report).toMatchObject({
      kind: 'armed',
      bypassed: [
        { sensor: 'laundry', reason: 'open', isAuto: false },
        { sensor: 'window', reason: 'open', isAuto: true },
      ],
    });
  });

  it('nielsfaber/alarmo #244: a window that was bypassed stayed so after it was closed, and for the next time', () => {
    const house = playHouse().open('laundry').arm('away', ['laundry']).close('laundry');
    expect(house.state.bypassed).toEqual([]);
    expect(house.open('laundry').state.phase).toBe('triggered');
    const next = playHouse().open('laundry').arm('away', ['laundry']).disarm();
    expect(next.blockers('away')).toEqual(['laundry']);
  });

  it('nielsfaber/alarmo #1450, home-assistant/core #10498: a short opening was filtered away with the bounces', () => {
    const widths = { glitchMs: 20, settleMs: 50 };
    let state = startFilter(false, 0);
    const changes: boolean[] = [];
    const take = (level: boolean, at: number) => {
      const step = takeLevel(state, level, at, widths);
      state = step.state;
      if (step.change) changes.push(step.change.isActive);
    };
    // Open for 25 ms, with a bouncing contact at both ends.
    for (const [level, at] of [
      [true, 100],
      [true, 125],
      [false, 125],
      [true, 130],
      [false, 131],
    ] as const) {
      take(level, at);
    }
    const step = settle(state, 1000, widths);
    if (step.change) changes.push(step.change.isActive);
    expect(changes).toEqual([true, false]);
  });

  it('group memory that a restart forgets: the second of two movements came after it and raised nothing', () => {
    const house = playHouse().arm().trip('pir-lounge');
    expect(house.state.phase).toBe('armed');
    house.restart({ offMs: 10_000 }).trip('window');
    expect(house.state.incident?.trips.map(({ sensor }) => sensor)).toContain('pir-lounge');
    const late = playHouse().arm().trip('pir-lounge').restart({ offMs: 10_000 });
    late.trip('pir-study').trip('pir-study');
    expect(late.state.phase).toBe('triggered');
    expect(late.state.confirmed).toBe(true);
  });
});
