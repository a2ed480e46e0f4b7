import { describe, expect, it } from 'vitest';
import { alertsOf, houseRules, playHouse, reportsOf } from './play-house.ts';

const rules = () => houseRules({ exitDelay: 60, entryDelay: 30 });
const arming = () => playHouse(rules()).arm();

describe('leaving', () => {
  it('lets zones on the way out move, and arms when the time is over', () => {
    const house = arming().open('pir-hall').open('front').close('pir-hall').close('front');
    expect(house.state).toMatchObject({ mode: 'alert', phase: 'arming' });
    expect(house.open('pir-hall').pass(60_000).state.phase).toBe('armed');
  });

  it('arms at once when the final door has been closed for a moment', () => {
    const house = arming().pass(10_000).open('front').pass(4000).close('front');
    expect(house.pass(4999).state.phase).toBe('arming');
    expect(house.pass(1).state).toMatchObject({ phase: 'armed', exit: null, deadline: null });
  });

  it('begins the delay anew for who comes back for the keys, once', () => {
    const house = arming().pass(50_000).open('front').close('front').pass(3000).open('front');
    expect(house.state.deadline).toBe(house.steady + 60_000);
    house.pass(30_000).close('front').pass(3000);
    const { deadline } = house.state;
    house.open('front');
    expect(house.state.deadline).toBe(deadline);
  });

  it('does not begin anew by a door that was open from the beginning', () => {
    const house = playHouse(rules()).open('front').arm();
    const { deadline } = house.state;
    expect(house.pass(10_000).close('front').state.deadline).toBe(deadline);
  });

  it('waits for the end when a window stands open as the door closes', () => {
    const house = arming().open('laundry').trip('front').pass(10_000);
    expect(house.state.phase).toBe('arming');
    expect(house.close('laundry').trip('front').pass(5000).state.phase).toBe('armed');
  });

  it('tells whoever left that it did not arm, and is then what it was', () => {
    const house = playHouse(rules(), 'off').arm().open('laundry').trip('front');
    house.takeEffects();
    house.pass(60_000);
    expect(house.state).toMatchObject({ mode: 'off', profile: null, phase: 'disarmed' });
    expect(house.takeEffects()).toContainEqual(
      expect.objectContaining({
        type: 'report',
        report: expect.objectContaining({
          kind: 'not-armed',
          blockers: [{ sensor: 'laundry', reason: 'open', name: 'laundry' }],
        }),
        sms: [expect.objectContaining({ person: 'Mum' })],
        push: [expect.objectContaining({ person: 'Tom' })],
      }),
    );
  });

  it('keeps watching what was armed, but for the way out', () => {
    const morning = () =>
      playHouse(houseRules({ delays: { away: { exit: 60 } } }))
        .arm('night')
        .arm();
    expect(morning().trip('front').trip('garage').state.phase).toBe('arming');
    const broken = morning().open('laundry');
    expect(broken.state).toMatchObject({ phase: 'triggered', profile: 'away' });
    expect(morning().trip('pir-lounge').state.phase).toBe('arming');
  });

  it('names what stands open when an alarm cuts the exit delay short', () => {
    const house = playHouse(rules()).arm().open('laundry').open('window').trip('box');
    expect(house.state).toMatchObject({ phase: 'triggered' });
    expect(reportsOf(house.takeEffects()).at(-1)).toMatchObject({
      kind: 'armed',
      bypassed: [
        { sensor: 'laundry', isAuto: true },
        { sensor: 'window', isAuto: true },
      ],
    });
  });

  it('can be cancelled, and is then what it was, by whom it was cancelled', () => {
    const tom = { name: 'Tom', via: 'totp' as const };
    const off = playHouse(rules(), 'off').arm();
    off.give({ type: 'cancel', by: tom });
    expect(off.state).toMatchObject({ mode: 'off', phase: 'disarmed', exit: null, by: tom });
    const night = playHouse(houseRules({ delays: { away: { exit: 60 } } }));
    night.open('laundry').arm('night', ['laundry']).arm('away', ['laundry']).close('laundry');
    night.give({ type: 'cancel', by: tom });
    expect(night.state).toMatchObject({ mode: 'alert', profile: 'night', phase: 'armed' });
    // It has closed meanwhile, and counts.
    expect(night.state.bypassed).toEqual([]);
    expect(night.open('laundry').state.phase).toBe('triggered');
  });

  it('remembers that it came to nothing until somebody sets a mode', () => {
    const house = arming().open('laundry').pass(60_000);
    expect(house.state.failed).toMatchObject({
      profile: 'away',
      blockers: [{ sensor: 'laundry', reason: 'open' }],
    });
    expect(house.disarm('off').state.failed).toBeNull();
  });

  it('keeps the night watched when the morning cannot be armed', () => {
    const house = playHouse(houseRules({ delays: { away: { exit: 60 } } }));
    house.open('laundry').arm('night', ['laundry']).arm('away', ['laundry']);
    expect(house.state).toMatchObject({ profile: 'away', phase: 'arming' });
    house.set('box', 'fault').pass(60_000);
    expect(house.state).toMatchObject({ mode: 'alert', profile: 'night', phase: 'armed' });
    expect(house.state.bypassed).toMatchObject([{ sensor: 'laundry' }]);
  });

  it('is not armed over a sensor that failed meanwhile', () => {
    const house = arming().set('pir-hall', 'fault').pass(60_000);
    expect(reportsOf(house.takeEffects()).at(-1)).toMatchObject({
      kind: 'not-armed',
      blockers: [{ sensor: 'pir-hall', reason: 'fault' }],
    });
  });

  it('takes a door of the way out that is left open for somebody who came in, and says which', () => {
    const house = arming().open('front').pass(60_000);
    expect(house.state).toMatchObject({ mode: 'alert', phase: 'pending' });
    const reports = reportsOf(house.takeEffects());
    expect(reports).toContainEqual(expect.objectContaining({ kind: 'exit-error', name: 'front' }));
    // Told once, and not as if somebody had come in.
    expect(reports.filter(({ kind }) => kind === 'entry')).toEqual([]);
    house.pass(30_000);
    expect(house.state.phase).toBe('triggered');
    const steps = house
      .takeEffects()
      .flatMap(effect => (effect.type === 'step' ? [effect.step] : []));
    expect(steps[0]).toMatchObject({ kind: 'exit-error', sensor: 'front' });
  });

  it('can be hurried, and called off', () => {
    expect(arming().arm('away', [], true).state.phase).toBe('armed');
    expect(arming().disarm('off').state).toMatchObject({ mode: 'off', exit: null, deadline: null });
  });
});

describe('zones that are left out', () => {
  it('join again when they are at rest, but for those that somebody wants out', () => {
    const house = playHouse().open('laundry').arm('away', ['laundry', 'pir-hall', 'front']);
    expect(house.state.bypassed.map(({ sensor, reason }) => [sensor, reason])).toEqual([
      ...[
        ['front', 'chosen'],
        ['pir-hall', 'chosen'],
        ['laundry', 'open'],
      ],
    ]);
    house.trip('pir-hall').trip('front').close('laundry').trip('front');
    expect(house.state.phase).toBe('armed');
    expect(house.state.bypassed.map(({ sensor }) => sensor)).toEqual(['front', 'pir-hall']);
    expect(house.disarm().arm().state.bypassed).toEqual([]);
  });

  it('join again after a fault, although they were never seen to close', () => {
    const house = playHouse().set('laundry', 'fault').arm('away', ['laundry']);
    expect(house.state.bypassed).toMatchObject([{ sensor: 'laundry', reason: 'fault' }]);
    expect(house.set('laundry', 'closed').state.bypassed).toEqual([]);
  });

  it('are left out by themselves when they are set so and stand open, and only then', () => {
    expect(playHouse().arm().state.bypassed).toEqual([]);
    expect(playHouse().open('window').blockers('away')).toEqual([]);
    const house = playHouse().open('window').arm();
    expect(house.state.bypassed).toMatchObject([{ sensor: 'window', isAuto: true }]);
    expect(house.close('window').open('window').state.phase).toBe('triggered');
  });

  it('can be added while it is armed, and all of them are named again', () => {
    const house = playHouse().open('window').arm().arm('away', ['pir-hall']);
    expect(reportsOf(house.takeEffects()).at(-1)).toMatchObject({
      kind: 'armed',
      bypassed: [{ sensor: 'window' }, { sensor: 'pir-hall' }],
    });
  });
});

describe('coming home', () => {
  const home = () => playHouse(rules()).arm('away', [], true).open('front');

  it('gives time to disarm, and tells at once by push that somebody came in', () => {
    const house = home();
    const told = house.takeEffects().filter(({ type }) => type === 'report');
    expect(told).toMatchObject([
      {
        report: { kind: 'entry', trips: [{ sensor: 'front' }] },
        sms: [],
        push: [{ person: 'Tom' }],
      },
    ]);
    house.trip('pir-hall').pass(29_999).disarm();
    expect(house.state).toMatchObject({ mode: 'monitor', entry: null, incident: null });
    expect(alertsOf(house.takeEffects())).toEqual([]);
  });

  it('alarms when nobody disarms, with all that was seen of who came in', () => {
    const house = home().pass(3000).trip('pir-hall').pass(27_000);
    expect(house.state.phase).toBe('triggered');
    expect(house.state.incident?.trips.map(({ sensor }) => sensor)).toEqual(['front', 'pir-hall']);
    expect(alertsOf(house.takeEffects())).toMatchObject([{ kind: 'confirmed' }]);
  });

  it('is shortened by a door that has less time of its own, and never lengthened', () => {
    const house = home().pass(5000);
    expect(house.open('garage').state.deadline).toBe(house.steady + 20_000);
    expect(house.pass(1000).trip('front').state.deadline).toBe(house.steady + 19_000);
  });

  it('gives no time once an alarm runs', () => {
    const house = playHouse(rules()).arm('away', [], true).trip('laundry').open('front');
    expect(house.state.phase).toBe('triggered');
  });
});

describe('sensors that are not believed at once', () => {
  it('raise an alarm together with their group within its time, and are shown as unconfirmed until then', () => {
    const house = playHouse().arm().trip('pir-lounge');
    expect(house.state).toMatchObject({ phase: 'armed', heard: [{ sensor: 'pir-lounge' }] });
    expect(house.pass(60_001).trip('pir-study').trip('pir-study').state.phase).toBe('armed');
    expect(house.pass(1000).trip('pir-lounge').state.phase).toBe('triggered');
    expect(house.state).toMatchObject({ confirmed: true, heard: [] });
    expect(house.state.incident?.trips.map(({ sensor }) => sensor)).toEqual([
      ...['pir-study', 'pir-lounge'],
    ]);
  });

  it('count as one when their pulses come within their window, and as nothing when they do not', () => {
    const house = playHouse().arm().trip('pir-lounge').trip('pir-study').pass(31_500);
    expect(house.trip('pir-study').state.phase).toBe('armed');
    expect(house.pass(29_000).trip('pir-study').state.phase).toBe('armed');
    expect(house.trip('pir-lounge').state.phase).toBe('triggered');
  });

  it('do not confirm each other by tripping alone', () => {
    const house = playHouse().arm();
    for (let time = 0; time < 20; time++) house.trip('pir-lounge').pass(5000);
    expect(house.state).toMatchObject({ phase: 'armed', incident: null });
  });

  it('count by themselves once an alarm runs, and confirm it', () => {
    const house = playHouse().arm().trip('laundry').trip('pir-lounge');
    expect(house.state.confirmed).toBe(true);
  });

  it('are the second sensor of an alarm that begins soon after them', () => {
    expect(playHouse().arm().trip('pir-lounge').pass(60_000).trip('laundry').state.confirmed).toBe(
      true,
    );
    const late = playHouse().arm().trip('pir-lounge').pass(1_800_001).trip('laundry');
    expect(late.state.confirmed).toBe(false);
  });

  it('confirm an alarm by as many trips of one sensor as the rules say', () => {
    const house = playHouse(houseRules({ confirmTrips: 3 }))
      .arm()
      .trip('laundry')
      .trip('laundry');
    expect(house.state.confirmed).toBe(false);
    expect(house.trip('laundry').state.confirmed).toBe(true);
    const slow = playHouse(houseRules({ confirmTrips: 3 }))
      .arm()
      .trip('laundry');
    slow.pass(1_000_000).trip('laundry').pass(1_000_000).trip('laundry');
    expect(slow.state.confirmed).toBe(false);
  });
});

describe('a zone that is watched in every mode', () => {
  it('is told again when it trips long after, although nobody has answered', () => {
    const house = playHouse().trip('box');
    house.takeEffects();
    house.trip('box');
    expect(alertsOf(house.takeEffects())).toEqual([]);
    house.pass(5 * 24 * 3_600_000);
    house.takeEffects();
    house.open('box');
    expect(alertsOf(house.takeEffects()).map(({ kind }) => kind)).toEqual(['more']);
  });
});

describe('two faults together', () => {
  it('are tampering while it is armed, and only then', () => {
    const monitor = playHouse().set('laundry', 'fault').set('front', 'fault');
    expect(monitor.state.incident).toBeNull();
    const house = playHouse().arm().set('laundry', 'fault');
    expect(house.state.phase).toBe('armed');
    house.set('front', 'fault');
    expect(house.state).toMatchObject({
      phase: 'triggered',
      confirmed: false,
      incident: {
        ...{ kind: 'tamper', isTamper: true },
        trips: [
          { sensor: 'laundry', isFault: true },
          { sensor: 'front', isFault: true },
        ],
      },
    });
  });

  it('do not count one that is left out', () => {
    const house = playHouse().set('laundry', 'fault').arm('away', ['laundry']);
    expect(house.set('front', 'fault').state.phase).toBe('armed');
  });
});

describe('a practice', () => {
  const tom = { name: 'Tom', via: 'totp' as const };
  const practising = () => {
    const house = playHouse();
    house.give({ type: 'practice', until: house.steady + 600_000, by: tom });
    return house;
  };

  it('says so at its beginning and at its end, and sends nothing between', () => {
    const house = practising();
    house.arm().trip('laundry').trip('window').pass(599_999);
    const sent = house
      .takeEffects()
      .filter(({ type }) => type === 'alert' || type === 'report')
      .filter(effect => !('isPractice' in effect && effect.isPractice));
    expect(sent).toMatchObject([{ report: { kind: 'practice', by: tom } }]);
    house.pass(1);
    expect(reportsOf(house.takeEffects())).toMatchObject([{ kind: 'practice', until: null }]);
    expect(house.state).toMatchObject({ practice: null, phase: 'armed' });
    expect(house.state.incident).toMatchObject({ isPractice: true, mark: 'test' });
    expect(house.state.incident?.closedAt).not.toBeNull();
    house.trip('laundry');
    expect(alertsOf(house.takeEffects())).toMatchObject([{ kind: 'alarm' }]);
    expect(house.state.incident).toMatchObject({ isPractice: false });
  });

  it('takes nothing from the day’s messages, and leaves nothing to be repeated', () => {
    const before = playHouse().state.alerting;
    const house = practising().arm().trip('laundry').pass(600_000);
    expect(house.state.alerting).toEqual(before);
  });

  it('is told again when it is made longer, and by text where there is no push', () => {
    const house = practising();
    house.takeEffects();
    house.give({ type: 'practice', until: house.steady + 900_000, by: tom });
    const [told] = house.takeEffects().filter(({ type }) => type === 'report');
    expect(told).toMatchObject({
      report: { kind: 'practice' },
      push: [{ person: 'Tom' }],
      sms: [],
    });
    expect(told).not.toHaveProperty('isPractice');
  });

  it('leaves the day’s messages to what is real, and counts that', () => {
    const house = practising().arm();
    for (let hour = 0; hour < 40; hour++) house.pass(10_000).trip('laundry').trip('window');
    const before = house.state.practice?.kept.caps.used ?? -1;
    house.give({ type: 'duress', by: { name: 'Ann', via: 'totp' } });
    expect(house.state.practice?.kept.caps.used).toBe(before + 1);
    house.pass(600_000);
    expect(house.state.alerting.caps.used).toBe(1);
  });

  it('ends with a call for help, which is real', () => {
    const house = practising();
    house.takeEffects();
    house.give({ type: 'panic', id: 'p', by: tom });
    const effects = house.takeEffects();
    expect(house.state.practice).toBeNull();
    expect(house.state.incident).toMatchObject({ kind: 'panic', isPractice: false });
    expect(alertsOf(effects)[0]).not.toHaveProperty('isPractice');
  });

  it('leaves no alarm memory, and no count of alarms, behind', () => {
    const house = practising().arm().trip('laundry').pass(310_000);
    expect(house.state.memory).toBe(true);
    expect(house.pass(300_000).state.memory).toBe(false);
    const real = playHouse().arm();
    for (let time = 0; time < 3; time++) real.trip('laundry').pass(310_000);
    real.give({ type: 'practice', until: real.steady + 600_000, by: tom });
    real.disarm();
    expect(real.state.practice?.kept.swingers).toEqual({});
  });

  it('does not keep from being told who is under threat', () => {
    const house = practising();
    house.give({ type: 'duress', by: { name: 'Mum', via: 'totp' } });
    const [told] = house
      .takeEffects()
      .filter(({ type }) => type === 'report')
      .slice(1);
    expect(told).toMatchObject({ report: { kind: 'duress' }, sms: [], push: [{ person: 'Tom' }] });
    expect(told).not.toHaveProperty('isPractice');
  });
});

describe('a call for help', () => {
  const call = (house: ReturnType<typeof playHouse>, id = 'p') =>
    house.give({ type: 'panic', id, by: { name: 'Tom', via: 'totp' } });

  it('tells everybody at once in every mode, and again when it is made again', () => {
    const house = playHouse(undefined, 'off');
    call(house);
    expect(house.state).toMatchObject({
      mode: 'off',
      incident: { kind: 'panic', calledBy: { name: 'Tom' } },
    });
    expect(alertsOf(house.takeEffects())).toMatchObject([
      { kind: 'confirmed', sms: [{ person: 'Mum' }] },
    ]);
    house.pass(30_000);
    call(house);
    expect(alertsOf(house.takeEffects()).map(({ kind }) => kind)).toContain('more');
  });

  it('is another incident when the one before was answered', () => {
    const house = playHouse().arm().trip('laundry');
    house.give({ type: 'acknowledge', by: { name: 'Mum', via: 'totp' } });
    const { id } = house.state.incident ?? {};
    call(house);
    expect(house.state.incident).toMatchObject({ kind: 'panic', acknowledgedBy: null });
    expect(house.state.incident?.id).not.toBe(id);
    expect(house.state.phase).toBe('triggered');
  });

  it('takes with it what is known of who came in', () => {
    const house = playHouse(rules()).arm('away', [], true).open('front');
    call(house);
    expect(house.state.incident?.trips.map(({ sensor }) => sensor)).toEqual(['front']);
  });
});
