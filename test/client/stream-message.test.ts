import { describe, expect, it } from 'vitest';
import { readMessage } from '../../client/data/stream-message.ts';
import type { Status } from '../../server/protocol.ts';
import { household, sensor } from './household.ts';

const at = (minutes: number) =>
  new Date(Date.parse('2026-11-24T01:00:00.000Z') + minutes * 60_000).toISOString();
const known = household({
  sensors: [
    sensor('Front door', 'closed'),
    sensor('Hall', 'idle', { kind: 'motion' }),
    sensor('Attic', 20, { kind: 'temperature' }),
  ],
});
const stateOf = (status: Status | null, id: string) =>
  status?.sensors.find(entry => entry.id === id)?.state;
const hear = (kind: string, body: unknown) => readMessage(kind, JSON.stringify(body), known);

describe('a message of the stream', () => {
  it('opens a door and moves in a room', () => {
    const event = { id: 'e', at: at(1), sensor: 'Front door', kind: 'trigger', mode: 'monitor' };
    expect(stateOf(hear('event', event).status, 'Front door')).toBe('open');
    expect(stateOf(hear('event', { ...event, sensor: 'Hall' }).status, 'Hall')).toBe('active');
    expect(hear('event', event).event?.id).toBe('e');
  });

  it('of the past does not undo what is known', () => {
    const event = { id: 'e', at: at(-1), sensor: 'Front door', kind: 'trigger', mode: 'monitor' };
    expect(stateOf(hear('event', event).status, 'Front door')).toBe('closed');
    expect(hear('event', event).event?.id).toBe('e');
  });

  it('brings a temperature, an incident, a notice and a whole status', () => {
    const reading = { id: 't', at: at(1), sensor: 'Attic', celsius: 21.5 };
    expect(stateOf(hear('temperature', reading).status, 'Attic')).toBe(21.5);
    const incident = {
      id: 'i',
      openedAt: at(1),
      trips: [],
      acknowledgedBy: null,
      acknowledgedAt: null,
      closedAt: null,
    };
    expect(hear('incident', incident).status?.incident).toEqual(incident);
    const notice = { id: 'n', at: at(1), code: 'cap', text: 'The cap is reached.' };
    expect(hear('notice', notice).notice).toEqual(notice);
    expect(hear('status', household({ mode: 'off' })).status?.mode).toBe('off');
  });

  it('of an old incident, such as one that was marked, leaves the current one', () => {
    const incident = { ...{ trips: [], acknowledgedBy: null }, openedAt: at(1), closedAt: null };
    const open = hear('incident', { ...incident, id: 'b' }).status;
    const marked = JSON.stringify({ ...incident, id: 'a', closedAt: at(2), mark: 'pet' });
    expect(readMessage('incident', marked, open).status).toBe(open);
    expect(readMessage('incident', marked, known).status).toBe(known);
    const closed = JSON.stringify({ ...incident, id: 'b', closedAt: at(2) });
    expect(readMessage('incident', closed, open).status?.incident?.closedAt).toBe(at(2));
    const next = JSON.stringify({ ...incident, id: 'c' });
    expect(readMessage('incident', next, open).status?.incident?.id).toBe('c');
  });

  it('that is not understood changes nothing', () => {
    expect(hear('event', { at: at(1) }).status).toBe(known);
    expect(hear('weather', {}).status).toBe(known);
    expect(readMessage('status', 'not JSON', known).status).toBe(known);
  });

  it('before the first snapshot is kept for the day only', () => {
    const event = { id: 'e', at: at(1), sensor: 'Front door', kind: 'trigger', mode: 'monitor' };
    expect(readMessage('event', JSON.stringify(event), null)).toMatchObject({
      status: null,
      event,
    });
  });
});
