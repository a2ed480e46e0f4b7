import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident, Tripped } from '../../server/alarm/alarm-state.ts';
import { composeText } from '../../server/notify/compose.ts';
import { gsm7Length, toGsm7 } from '../../server/notify/gsm7.ts';
import { alertMessage, capMessage } from '../../server/notify/messages.ts';

const noon = Date.parse('2026-11-24T12:00:00Z');
const timeOfDay = (at: number) => new Date(at).toISOString().slice(11, 16);
const localTime = (at: number) => `24 Nov ${timeOfDay(at)}`;

function tripped(name: string, minute = 0, count = 1): Tripped {
  const at = noon + minute * 60_000;
  const marks = { recent: [at], isWhileOff: false, isFault: false };
  return { sensor: name, name, sensorKind: 'contact', at, lastAt: at, steady: at, count, ...marks };
}

function incident(trips: Tripped[], change: Partial<Incident> = {}): Incident {
  return {
    ...{ kind: 'intrusion', calledBy: null, isPractice: false },
    ...{ id: 'i', openedAt: noon, isTamper: false, trips, confirmedAt: null },
    ...{ acknowledgedBy: null, acknowledgedAt: null, closedAt: null, mark: null, markedBy: null },
    ...change,
  };
}

const kinds = ['alarm', 'confirmed', 'more', 'repeat', 'reminder', 'escalation'] as const;

describe('a text message', () => {
  it.each([
    ['alarm', 'home ALERT: Laundry door opened 12:00. Open sec53.'],
    ['repeat', 'home: no answer yet to the alarm of 12:00: Laundry door opened 12:00. Open sec53.'],
    [
      'escalation',
      'home: alarm since 12:00: Laundry door opened 12:00. The family does not answer. Please call them or look.',
    ],
  ] as const)('of the kind %s says what, where, when and what to do', (kind, text) => {
    const words = alertMessage(kind, incident([tripped('Laundry door')]), 'home', noon, timeOfDay);
    expect(words.text).toBe(text);
  });

  it('names the first sensor, then the newest, and counts what has no room', () => {
    const trips = [
      tripped('Laundry door'),
      tripped('Hall', 1, 12),
      tripped('Kitchen window', 2),
      tripped('Study', 3),
    ];
    const { text, title } = alertMessage('more', incident(trips), 'home', noon, timeOfDay);
    expect(text).toBe(
      'home ALERT: Laundry door opened 12:00, Study opened 12:03, Kitchen window opened 12:02 and 1 more. Open sec53.',
    );
    expect(title).toBe('ALERT · 4 sensors');
    const { body } = alertMessage('more', incident(trips), 'home', noon, timeOfDay);
    expect(body).toContain('Hall opened 12 times, last 12:01.');
  });

  it('says how warm it was while nobody answers', () => {
    const beyond = { limit: 'high' as const, isBack: false, celsius: 47.2, degrees: 45 };
    const trips = [{ ...tripped('Lounge'), sensorKind: 'temperature' as const, beyond }];
    const { text, body } = alertMessage('reminder', incident(trips), 'home', noon, timeOfDay);
    expect(body).toBe('Lounge is at 47.2 °C, above 45, 12:00.');
    expect(text).toBe(
      'home: no answer yet to the alarm of 12:00: Lounge is at 47.2 C, above 45, 12:00. Open sec53.',
    );
  });

  it('says that an alarm is confirmed', () => {
    const trips = [tripped('Laundry door'), tripped('Hall', 1)];
    const sure = incident(trips, { confirmedAt: noon });
    const { text } = alertMessage('confirmed', sure, 'home', noon, timeOfDay);
    expect(text).toMatch(/^home CONFIRMED ALERT: /);
  });

  it('fits one segment with every mark in front, whatever house and sensors are called', () => {
    const name = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        name,
        fc.array(name, { minLength: 1, maxLength: 70 }),
        (kind, house, names) => {
          const trips = names.map((sensor, index) => tripped(sensor, index));
          const { text, body } = alertMessage(kind, incident(trips), house, noon, timeOfDay);
          const row = { text, is_repeat: 1, about_at: noon, created_at: noon };
          const whole = composeText(row, noon + 3_600_000, localTime);
          expect(whole).toMatch(/^\(repeat\) \(late, of 24 Nov 12:00\) /);
          // Nothing of it is cut off when it leaves, what to do least of all.
          expect(gsm7Length(toGsm7(whole))).toBeLessThanOrEqual(160);
          expect(body.length).toBeLessThanOrEqual(240);
        },
      ),
    );
  });

  it('takes no longer to write for hundreds of sensors than for those that it names', () => {
    const trips = Array.from({ length: 500 }, (_, index) => tripped(`Sensor ${index}`, index));
    let asked = 0;
    const counted = (at: number) => {
      asked += 1;
      return timeOfDay(at);
    };
    alertMessage('more', incident(trips), 'home', noon, counted);
    expect(asked).toBeLessThan(40);
  });

  it('fits one segment of the alphabet of text messages, with names that need it', () => {
    const trips = [tripped('Küche [oben]'), tripped('Garage €', 1), tripped('Büro', 2)];
    const { text } = alertMessage('more', incident(trips), 'home', noon, timeOfDay);
    expect(gsm7Length(toGsm7(text))).toBeLessThanOrEqual(160);
    expect(gsm7Length(toGsm7(capMessage('home', 20).text))).toBeLessThanOrEqual(160);
  });
});

describe('the marks of a message', () => {
  const row = { text: 'home ALERT.', is_repeat: 0, about_at: noon, created_at: noon };

  it('are none when it leaves in time', () => {
    expect(composeText(row, noon + 5000, localTime)).toBe('home ALERT.');
  });

  it('say when it was true that leaves late, and what may be there already', () => {
    expect(composeText(row, noon + 121_000, localTime)).toBe('(late, of 24 Nov 12:00) home ALERT.');
    expect(composeText({ ...row, is_repeat: 2 }, noon, localTime)).toBe('(repeat) home ALERT.');
  });
});
