import { describe, expect, it } from 'vitest';
import { ApiError } from '../../client/data/api-error.ts';
import { incidentPause, latestOf, withCurrent } from '../../client/data/incidents.ts';
import {
  answerWords,
  certaintyWords,
  endingWords,
  incidentHeadline,
  kindWords,
  type Sensors,
  sensorRowDetail,
  sensorRowTitle,
  stepWords,
} from '../../client/words/incident.ts';
import { incidentRefusal } from '../../client/words/incident-refusal.ts';
import type { IncidentDetails, IncidentStep, IncidentSummary } from '../../server/protocol.ts';

const zone = 'Australia/Melbourne';
const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 15, 41, second)).toISOString();
const now = Date.parse(at(300));

const sensors: Sensors = new Map([
  ['door', { name: 'Laundry door', kind: 'contact', zone: 'delay' }],
  ['hall', { name: 'Hall', kind: 'motion', zone: 'follower' }],
  ['attic', { name: 'Attic', kind: 'temperature', zone: '24-hour' }],
  ['power', { name: 'Mains', kind: 'contact', zone: '24-hour' }],
]);

function incident(ids: string[], more: Partial<IncidentSummary> = {}): IncidentSummary {
  return {
    ...{
      id: 'b',
      kind: 'intrusion',
      calledBy: null,
      isPractice: false,
      openedAt: at(12),
      confirmedAt: null,
      acknowledgedBy: null,
    },
    ...{ acknowledgedAt: null, closedAt: null, mark: null, markedBy: null },
    trips: ids.map(sensor => ({ sensor, at: at(12), lastAt: at(12), count: 1 })),
    ...more,
  };
}

const mum = { name: 'Mum', via: 'certificate' as const };

describe('an alarm in words', () => {
  it('says what tripped, in order', () => {
    expect(incidentHeadline(incident(['door']), sensors)).toBe('Laundry door opened.');
    expect(incidentHeadline(incident(['door', 'hall']), sensors)).toBe(
      'Laundry door opened, then Hall motion.',
    );
    expect(incidentHeadline(incident(['power', 'gone', 'hall', 'door']), sensors)).toBe(
      'Mains tripped, then gone tripped and 2 more.',
    );
    expect(incidentHeadline(incident([]), sensors)).toBe('Something tripped.');
  });

  it('says of a temperature that nobody came in', () => {
    const hot = incident(['attic'], { kind: 'temperature' });
    expect(incidentHeadline(hot, sensors)).toBe('Attic out of its limits.');
    expect(kindWords(hot)).toContain('Nobody came in');
    expect(certaintyWords(hot)).toBe('One thermometer went out of its limits.');
    const step: IncidentStep = {
      ...{ at: at(12), kind: 'temperature', sensor: 'attic', by: null },
      detail: 'is at 47.2 °C, above 45',
    };
    expect(stepWords(step, sensors).title).toBe('Attic is at 47.2 °C, above 45');
  });

  it('claims no more than is known', () => {
    expect(certaintyWords(incident(['door']))).toBe(
      'One sensor tripped. No second one confirms it.',
    );
    expect(certaintyWords(incident(['door', 'hall']))).toBe(
      'Two sensors tripped. It is not confirmed.',
    );
    const confirmed = incident(['door', 'hall'], { confirmedAt: at(52) });
    expect(certaintyWords(confirmed)).toBe(
      'Two sensors tripped. A second one confirmed it after 40 s.',
    );
  });

  it('says who has answered', () => {
    const seen = { acknowledgedBy: mum, acknowledgedAt: at(200) };
    expect(answerWords(incident(['door']), now, zone)).toMatch(/^Nobody has said yet/);
    expect(answerWords(incident(['door'], seen), now, zone)).toBe('Seen by Mum at 02:44.');
    expect(endingWords(incident(['door']))).toBe('Nobody has answered yet');
    expect(endingWords(incident(['door'], seen))).toBe('Seen by Mum, still going on');
    expect(endingWords(incident(['door'], { ...seen, closedAt: at(200) }))).toBe('Seen by Mum');
  });

  it('tells its rows', () => {
    const row = { kind: 'sensor' as const, sensor: 'door', at: at(12), lastAt: at(12), trips: 1 };
    expect(sensorRowTitle({ ...row, endAt: null }, sensors)).toBe('Laundry door opened');
    expect(sensorRowDetail({ ...row, endAt: at(30) }, zone)).toBe('for 18 s');
    expect(sensorRowDetail({ ...row, endAt: null }, zone)).toBe('');
    const often = { ...row, trips: 12, lastAt: at(43), endAt: null };
    expect(sensorRowDetail(often, zone)).toBe('12 times, last 02:41:43');
    expect(sensorRowTitle({ ...row, trips: 0, endAt: at(12) }, sensors)).toBe(
      'Laundry door closed',
    );
  });

  it('tells its other steps, each with a title of its own', () => {
    const step = (kind: IncidentStep['kind'], more: Partial<IncidentStep> = {}) =>
      stepWords({ at: at(1), kind, sensor: null, by: null, detail: '', ...more }, sensors).title;
    expect(step('mode', { by: mum, detail: 'alert (away)' })).toBe('Alert, away, by Mum');
    expect(step('mode', { by: mum, detail: 'monitor' })).toBe('Monitor, by Mum');
    expect(step('acknowledged', { by: mum })).toBe('Seen by Mum');
    expect(step('marked', { by: mum, detail: 'pet' })).toBe('Marked “A pet”, by Mum');
    expect(step('marked', { by: mum })).toBe('The mark was taken back, by Mum');
    expect(step('quiet', { sensor: 'hall' })).toBe('No more texts for Hall');
    expect(step('confirmed', { sensor: 'hall' })).toBe('The alarm is confirmed');
  });

  it('says why it cannot be shown', () => {
    expect(incidentRefusal(new ApiError(404, 'not_found', ''))).toMatchObject({ isFinal: true });
    expect(incidentRefusal(new ApiError(0, 'unreachable', '')).title).toBe('Not reached.');
    expect(incidentRefusal(new ApiError(500, 'internal', '')).text).toMatch(/has trouble/);
  });
});

describe('what is known of an alarm', () => {
  const details = (more: Partial<IncidentDetails>): IncidentDetails => ({
    ...incident(['door']),
    ...{ steps: [], stepsLeftOut: 0, messages: [] },
    ...more,
  });

  it('of a call for help names who called, as far as that is known', () => {
    const panic = incident([], { kind: 'panic' });
    expect(incidentHeadline(panic, sensors)).toBe('Somebody called for help.');
    expect(incidentHeadline(panic, sensors, 'Mum')).toBe('Mum called for help.');
    expect(certaintyWords(panic)).toBe('No sensor tripped.');
  });

  it('of tampering, or of a practice, says so', () => {
    expect(kindWords(incident(['door']))).toBe('');
    expect(kindWords(incident(['power'], { kind: 'tamper' }))).toContain('Tampering');
    expect(kindWords(incident(['door'], { isPractice: true }))).toContain('was a practice');
  });

  it('has words for every step, and for what is special about a trip', () => {
    const words = (kind: IncidentStep['kind'], detail = '') =>
      stepWords({ at: at(0), kind, sensor: 'door', by: mum, detail }, sensors);
    expect(words('panic').title).toBe('Mum called for help');
    expect(words('entry').title).toBe('Laundry door opened');
    expect(words('exit-error').title).toBe('Laundry door was left open');
    expect(words('fault').title).toBe('Laundry door failed');
    expect(words('trip', 'while-off').text).toContain('while the hub was off');
    expect(words('trip', 'heard').text).toContain('not believed alone');
  });

  it('is asked for again while it is open or a message is under way', () => {
    expect(incidentPause({ value: details({}), error: null })).toBe(5000);
    expect(incidentPause({ value: details({ closedAt: at(1) }), error: null })).toBe(null);
    const error = new ApiError(0, 'unreachable', '');
    expect(incidentPause({ value: null, error })).toBe(5000);
    expect(incidentPause({ value: null, error: new ApiError(404, 'not_found', '') })).toBe(null);
  });

  it('is what was fetched, unless the stream heard an answer since', () => {
    const marked = details({ mark: 'pet' });
    const seen = incident(['door'], { acknowledgedBy: mum });
    expect(latestOf(null, seen)).toBe(seen);
    expect(latestOf(marked, null)).toBe(marked);
    expect(latestOf(marked, seen)).toBe(seen);
    const both = details({ mark: 'pet', acknowledgedBy: mum });
    expect(latestOf(both, seen)).toBe(both);
  });

  it('takes its place in the list', () => {
    const old = incident(['door'], { id: 'a' });
    const current = incident(['hall'], { id: 'b' });
    expect(withCurrent([old], null)).toEqual([old]);
    expect(withCurrent([old], current)).toEqual([current, old]);
    const seen = { ...current, acknowledgedBy: mum };
    expect(withCurrent([current, old], seen)).toEqual([seen, old]);
  });
});
