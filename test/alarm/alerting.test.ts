import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { family, playAlarm, recipients } from './play-alarm.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Kinds of one channel with the seconds since the first. */
function timeline(sent: readonly { at: number; kind: string }[]): string[] {
  const start = sent[0]?.at ?? 0;
  const words = sent.map(({ at, kind }) => `${(at - start) / second} ${kind}`);
  return [...new Set(words)];
}

describe('an alarm that nobody answers', () => {
  it('is told at once to all, repeated by push, texted once more, then told to the next contacts', () => {
    const house = playAlarm()
      .trip('hall')
      .pass(2 * hour);
    const pushes = house.of('push');
    expect(timeline(house.of('sms'))).toEqual([
      ...['0 alarm', '300 reminder', '600 escalation', '900 escalation'],
    ]);
    expect(house.of('sms', 'alarm').map(({ address }) => address)).toEqual(
      family.sms.map(({ address }) => address),
    );
    expect(house.of('sms', 'escalation').map(({ address }) => address)).toEqual(
      family.escalation.map(({ address }) => address),
    );
    expect(timeline(pushes.slice(0, 3))).toEqual(['0 alarm', '60 repeat', '120 repeat']);
    // Thirty minutes of repeats, and no more.
    expect(pushes).toHaveLength(31);
  });

  it('is left in peace by the first answer, and by disarming', () => {
    for (const answer of ['seen', 'disarm'] as const) {
      const house = playAlarm()
        .trip('hall')
        .pass(90 * second);
      const before = house.sent.length;
      if (answer === 'seen') house.seen();
      else house.set('monitor');
      house.pass(3 * hour);
      expect(house.sent).toHaveLength(before);
      expect(house.state.incident?.acknowledgedBy ?? null).toEqual(
        answer === 'seen' ? { name: 'Mum', via: 'certificate' } : null,
      );
    }
  });

  it('still tells what is news after the answer, and repeats none of it', () => {
    const house = playAlarm()
      .trip('hall')
      .pass(40 * second)
      .seen();
    const before = house.sent.length;
    house
      .trip('hall')
      .pass(20 * second)
      .trip('kitchen')
      .pass(hour);
    expect(timeline(house.sent.slice(before))).toEqual(['0 confirmed']);
  });
});

describe('the gap', () => {
  it('sums up what trips within it, and tells it when it ends', () => {
    // Kitchen would confirm; without confirmation it waits.
    const house = playAlarm();
    house.rules.confirmWindowMs = 0;
    house
      .trip('hall')
      .pass(5 * second)
      .trip('kitchen')
      .pass(5 * second)
      .trip('laundry');
    expect(timeline(house.of('sms'))).toEqual(['0 alarm']);
    house.pass(25 * second);
    expect(timeline(house.of('sms'))).toEqual(['0 alarm', '30 more']);
    expect(house.of('push', 'more')).toHaveLength(1);
  });

  it('is passed by the confirmation', () => {
    const house = playAlarm()
      .trip('hall')
      .pass(5 * second)
      .trip('kitchen');
    expect(timeline(house.of('sms'))).toEqual(['0 alarm', '5 confirmed']);
  });

  it('lets no alert but the confirmation come earlier, however the sensors trip', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('laundry', 'hall', 'kitchen', 'box'), fc.nat(90_000)), {
          maxLength: 60,
        }),
        trips => {
          const house = playAlarm();
          for (const [sensor, pause] of trips) house.trip(sensor).pass(pause);
          house.pass(30 * second);
          const alerts = house
            .of('push')
            .filter(({ kind }) => ['alarm', 'more', 'confirmed'].includes(kind));
          for (const [index, { at, kind }] of alerts.entries()) {
            const before = alerts[index - 1];
            if (before && kind === 'more') expect(at - before.at).toBeGreaterThanOrEqual(30_000);
          }
          expect(alerts.filter(({ kind }) => kind === 'confirmed').length).toBeLessThanOrEqual(1);
          // Whatever tripped was told, at the latest when the gap ended.
          const told = house.effects.filter(effect => effect.type === 'alert').at(-1);
          const known = house.state.incident?.trips.map(({ sensor }) => sensor) ?? [];
          expect(told?.incident.trips.map(({ sensor }) => sensor) ?? []).toEqual(known);
        },
      ),
    );
  });

  it('keeps a thousand trips in a minute exact, and its memory small', () => {
    const house = playAlarm();
    house.rules.confirmWindowMs = 0;
    const sizes = new Set<number>();
    for (let trip = 0; trip < 1000; trip++) {
      house.trip(['laundry', 'hall', 'kitchen'][trip % 3] ?? '').pass(60);
      if (trip > 10 && trip % 100 === 0) sizes.add(JSON.stringify(house.state).length);
    }
    expect(timeline(house.of('sms'))).toEqual(['0 alarm', '30 more']);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(100);
    const { trips } = house.state.incident ?? { trips: [] };
    expect(trips.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
  });
});

describe('a sensor that raises one alarm after another', () => {
  const again = (house: ReturnType<typeof playAlarm>) => house.trip('hall').pass(6 * minute);

  it('sends no text messages from the third on, and pushes go on', () => {
    const house = playAlarm();
    for (let alarm = 0; alarm < 4; alarm++) again(house).seen();
    const alarms = house.sent.filter(({ kind }) => kind === 'alarm');
    expect(alarms.filter(({ channel }) => channel === 'push')).toHaveLength(4);
    expect(alarms.filter(({ channel }) => channel === 'sms')).toHaveLength(2 * family.sms.length);
    const quiet = house.effects.filter(({ type }) => type === 'step');
    expect(
      quiet.filter(effect => effect.type === 'step' && effect.step.kind === 'quiet'),
    ).toHaveLength(2);
  });

  it.each([
    [
      'when it was disarmed',
      (house: ReturnType<typeof playAlarm>) => house.set('off').set('alert'),
    ],
    ['after eight quiet hours', (house: ReturnType<typeof playAlarm>) => house.pass(8 * hour)],
  ])('is texted of again %s', (_, calm) => {
    const house = playAlarm();
    for (let alarm = 0; alarm < 3; alarm++) again(house).seen();
    calm(house);
    const before = house.of('sms').length;
    house.trip('hall');
    expect(house.of('sms').length - before).toBe(family.sms.length);
  });

  it('is texted of neither again nor to the next contact while nobody answers', () => {
    const house = playAlarm();
    for (let alarm = 0; alarm < 2; alarm++) again(house).seen();
    const before = house.of('sms').length;
    house.trip('hall').pass(hour);
    expect(house.of('sms')).toHaveLength(before);
    expect(house.of('push').at(-1)?.kind).toBe('repeat');
  });

  it('is followed by reminder and next contact once another sensor confirms it', () => {
    const house = playAlarm();
    for (let alarm = 0; alarm < 2; alarm++) again(house).seen();
    const before = house.of('sms').length;
    house
      .trip('hall')
      .pass(20 * minute)
      .trip('kitchen')
      .pass(hour);
    expect(timeline(house.of('sms').slice(before))).toEqual([
      ...['0 confirmed', '300 reminder', '600 escalation', '900 escalation'],
    ]);
    // The confirmation is repeated for as long as a first alarm is.
    const pushes = house.of('push');
    expect((pushes.at(-1)?.at ?? 0) - (house.of('push', 'confirmed')[0]?.at ?? 0)).toBe(
      30 * minute,
    );
  });

  it('does not silence another that trips with it', () => {
    const house = playAlarm();
    for (let alarm = 0; alarm < 3; alarm++) again(house).seen();
    const before = house.of('sms').length;
    house.trip('hall').trip('kitchen');
    expect(
      house
        .of('sms')
        .slice(before)
        .map(({ kind }) => kind),
    ).toEqual(['confirmed', 'confirmed']);
  });
});

describe('a contact outside the house', () => {
  it('hears nothing of the cap, and the family does with its next message', () => {
    const audience = { ...family, sms: recipients('+61400000001') };
    const house = playAlarm({ audience });
    house.rules.alerts.caps = { ...house.rules.alerts.caps, dailyCap: 4, reserve: 2 };
    // The alarm and its reminder take what is not kept back.
    house.rules.alerts.gapMs = 0;
    house.trip('hall').pass(hour);
    expect(house.of('sms').map(({ kind }) => kind)).toEqual(['alarm', 'cap']);
    const again = playAlarm({ audience });
    again.rules.alerts.smsAfterMs = 0;
    again.rules.alerts.caps = { ...again.rules.alerts.caps, dailyCap: 3, reserve: 2 };
    again.trip('hall').pass(hour);
    expect(again.of('sms').map(({ kind }) => kind)).toEqual(['alarm']);
    again.seen().set('off').set('alert').trip('hall');
    expect(again.of('push', 'cap')).toHaveLength(1);
  });
});

describe('what is no alarm', () => {
  const telling = { kind: 'test' as const, title: '', text: '', body: '', at: 0, isUrgent: false };

  it('costs a text message of the day, and when that is the last one everybody hears of it', () => {
    const house = playAlarm();
    const [mum] = family.sms;
    if (!mum) throw new Error('nobody');
    for (let test = 0; test < 40; test++) {
      house.give({ type: 'tell', telling: { ...telling, sms: [mum], push: [] } });
    }
    const cap = house.of('sms', 'cap').map(({ address }) => address);
    expect(cap).toEqual(family.sms.map(({ address }) => address));
    expect(house.of('push', 'cap')).toHaveLength(1);
    expect(house.of('sms')).toHaveLength(20);
  });
});

describe('quiet hours', () => {
  const [mum, tom] = [
    { address: 'mum', person: 'Mum', isQuiet: true },
    { address: 'tom', person: 'Tom', isQuiet: false },
  ];

  it('keep an unconfirmed alarm from whoever has them, and never a confirmed one or tampering', () => {
    const audience = { sms: [mum, tom], push: [mum], escalation: [] };
    const house = playAlarm({ audience }).trip('hall');
    expect(house.sent.map(({ address }) => address)).toEqual(['tom']);
    house.trip('kitchen');
    expect(house.sent.slice(1).map(({ address }) => address)).toEqual(['mum', 'tom', 'mum']);
    const box = playAlarm({ audience, mode: 'off' }).trip('box');
    expect(box.sent.map(({ address }) => address)).toEqual(['mum', 'tom', 'mum']);
  });

  it('count for nobody when everybody has them: an alarm must be heard by somebody', () => {
    const audience = { sms: [mum], push: [mum], escalation: [] };
    expect(playAlarm({ audience }).trip('hall').sent).toHaveLength(2);
  });
});

describe('the steady clock', () => {
  it.each([
    ['an hour ahead', hour],
    ['an hour back', -hour],
    ['to 1970', -Date.parse('2026-11-24T02:00:00Z')],
  ])('keeps every time when the wall clock jumps %s in the middle of an incident', (_, jump) => {
    const start = Date.parse('2026-11-24T02:00:00Z');
    const play = (isJumping: boolean) => {
      const house = playAlarm({ start })
        .trip('hall')
        .pass(70 * second);
      if (isJumping) house.setWall(house.steady + jump);
      house.trip('kitchen').pass(2 * hour);
      return house.sent.map(({ at, kind, channel }) => `${at - start} ${kind} ${channel}`);
    };
    expect(play(true)).toEqual(play(false));
  });
});

describe('whoever can be told', () => {
  it('is asked for when there is something to tell, and hears nothing of an alarm that is off', () => {
    const house = playAlarm({ mode: 'monitor' });
    for (const sensor of ['hall', 'kitchen', 'hall']) house.trip(sensor).pass(minute);
    expect(house.sent).toEqual([]);
  });

  it('may be nobody, and the alarm goes on', () => {
    const audience = { sms: [], push: [], escalation: [] };
    const house = playAlarm({ audience }).trip('hall').trip('kitchen').pass(hour);
    expect(house.sent).toEqual([]);
    expect(house.state.incident?.confirmedAt).not.toBeNull();
  });

  it('is told the same after a restart in the middle as without one', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom('laundry', 'hall', 'kitchen', 'box', 'seen', 'off', 'alert'),
            fc.nat(200_000),
          ),
          { maxLength: 40 },
        ),
        fc.nat(40),
        (steps, restartAt) => {
          const play = (isRestarted: boolean) => {
            const house = playAlarm({ audience: { ...family, push: recipients('a', 'b') } });
            for (const [index, [what, pause]] of steps.entries()) {
              if (isRestarted && index === restartAt) house.restart();
              if (what === 'seen') house.seen();
              else if (what === 'off' || what === 'alert') house.set(what);
              else house.trip(what);
              house.pass(pause);
            }
            return house.sent;
          };
          expect(play(true)).toEqual(play(false));
        },
      ),
    );
  });
});
