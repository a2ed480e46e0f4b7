import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LimitKind } from '../../server/alarm/alarm-limits.ts';
import type { Report, TemperatureReport } from '../../server/alarm/alerting-state.ts';
import { gsm7Length, toGsm7 } from '../../server/notify/gsm7.ts';
import { textLimit } from '../../server/notify/messages.ts';
import { reportMessage } from '../../server/notify/report-messages.ts';

const noon = Date.parse('2026-11-24T12:00:00Z');
const timeOfDay = (at: number) => new Date(at).toISOString().slice(11, 16);
const mum = { name: 'Mum', via: 'certificate' as const };
const trip = (name: string) => ({
  ...{ sensor: name, name, sensorKind: 'contact' as const, at: noon, lastAt: noon, steady: 0 },
  ...{ count: 1, recent: [], isWhileOff: false, isFault: false },
});
const say = (report: Report | TemperatureReport, house = 'home') =>
  reportMessage(report, house, noon, timeOfDay);

it('says that somebody came in, and how long there is', () => {
  const trips = [trip('Front door')];
  const message = say({ kind: 'entry', trips, endsAt: noon + 30_000, isExitError: false });
  expect(message).toMatchObject({
    title: 'Someone came in · 30 s',
    body: 'Front door, 12:00. Disarm before 12:00.',
  });
});

it('names every zone that is left out in the armed message', () => {
  const bypassed = ['Laundry door', 'Lounge'].map(name => ({
    ...{ sensor: name, name, reason: 'open' as const, isAuto: false },
  }));
  const { body } = say({ kind: 'armed', profile: 'away', bypassed, by: mum });
  expect(body).toBe('Away, by Mum at 12:00. Left out: Laundry door, Lounge.');
});

it('says what stood against arming', () => {
  const blockers = [{ sensor: 'laundry', name: 'Laundry door', reason: 'open' as const }];
  const message = say({ kind: 'not-armed', profile: 'away', blockers, by: mum });
  expect(message.text).toBe('home DID NOT ARM (Away): Laundry door is open. Open sec53.');
});

it('calls the profiles as the app does', () => {
  const blockers = [{ sensor: 'laundry', name: 'Laundry door', reason: 'open' as const }];
  const text = say({ kind: 'not-armed', profile: 'home', blockers, by: mum }).text;
  expect(text).toBe('home DID NOT ARM (At home): Laundry door is open. Open sec53.');
  const { body } = say({ kind: 'armed', profile: 'home', bypassed: [], by: mum });
  expect(body).toBe('At home, by Mum at 12:00.');
});

it('asks nobody to call whoever is under threat', () => {
  expect(say({ kind: 'duress', by: mum }).text).toBe(
    'home DURESS 12:00: Mum is under threat. Do not call back. Call the police, 000.',
  );
});

it('fits one text message, however long the names are, and keeps what to do', () => {
  const name = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' });
  fc.assert(
    fc.property(name, fc.array(name, { minLength: 1, maxLength: 8 }), (house, names) => {
      const by = { name: names[0] ?? '', via: 'certificate' as const };
      const blockers = names.map(each => ({ sensor: each, name: each, reason: 'open' as const }));
      const reports: Report[] = [
        { kind: 'not-armed', profile: 'home', blockers, by },
        { kind: 'exit-error', profile: 'away', name: names[0] ?? '', by, endsAt: noon + 30_000 },
        { kind: 'duress', by },
      ];
      for (const report of reports) {
        const { text } = say(report, house);
        expect(gsm7Length(text)).toBeLessThanOrEqual(textLimit);
        expect(toGsm7(text)).toBe(text);
      }
      expect(say({ kind: 'duress', by }, house).text).toMatch(/Call the police, 000\.$/);
    }),
  );
});

it.each<[LimitKind, boolean, number, number, string]>([
  ['high', false, 47.2, 45, 'Lounge is at 47.2 °C, above 45'],
  ['low', false, -0.5, 2, 'Lounge is at -0.5 °C, below 2'],
  ['rise', false, 29, 6.04, 'Lounge has risen 6 °C in ten minutes'],
  ['fall', false, 12, 6.5, 'Lounge has fallen 6.5 °C in ten minutes'],
  ['high', true, 43, 45, 'Lounge is back at 43.0 °C'],
  ['low', false, -0.04, 2, 'Lounge is at 0.0 °C, below 2'],
  ['low', true, 3, 2, 'Lounge is back at 3.0 °C'],
  ['rise', true, 29, 1, 'Lounge is steady again at 29.0 °C'],
])('says what became of a limit (%s, back: %s)', (limit, isBack, celsius, degrees, title) => {
  const beyond = { limit, isBack, celsius, degrees };
  const report = {
    kind: 'temperature' as const,
    name: 'Lounge',
    beyond,
    incident: 'i',
    isFirst: true,
  };
  const message = say(report);
  expect(message.title).toBe(title);
  expect(message.text).toBe(`home: ${title.replace('°', '')}. Open sec53.`);
  expect(gsm7Length(say({ ...report, name: 'x'.repeat(200) }).text)).toBeLessThanOrEqual(textLimit);
});
