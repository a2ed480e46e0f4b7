import { describe, expect, it } from 'vitest';
import { sentenceOf, tripSentence } from '../../client/words/sentence.ts';
import type { Status } from '../../server/protocol.ts';
import { household, sensor } from './household.ts';

const say = (status: Status) => sentenceOf(status).lines.join(' ');
const armed: Partial<Status> = {
  mode: 'alert',
  profile: 'away',
  alarm: { state: 'armed', confirmed: false, memory: false, heard: [] },
};

describe('the first sentence', () => {
  it('says what the hub does and which door is open', () => {
    const sensors = [sensor('Front door', 'open'), sensor('Side gate', 'closed')];
    expect(say(household({ sensors }))).toBe('Recording only. Front door is open.');
  });

  it('counts what does not fit', () => {
    const sensors = ['Front door', 'Side gate', 'Shed'].map(id => sensor(id, 'open'));
    expect(say(household({ sensors }))).toBe('Recording only. Front door and 2 others are open.');
  });

  it('says closed only when every contact says so', () => {
    expect(say(household())).toBe('Recording only. Every watched door is closed.');
    for (const state of ['unknown', 'fault'] as const) {
      const sensors = [sensor('Front door', 'closed'), sensor('Side gate', state)];
      expect(say(household({ sensors }))).toBe('Recording only. Side gate does not answer.');
    }
  });

  it('claims nothing about doors where none is watched', () => {
    expect(say(household({ sensors: [] }))).toBe('Recording only.');
  });

  it('does not claim to watch when all is left out', () => {
    const sensors = ['Front door', 'Shed'].map(id => sensor(id, 'open', { bypassed: true }));
    const status = household({ ...armed, sensors });
    expect(say(status)).toContain('Armed, but nothing is watched.');
    expect(sentenceOf(status).tone).toBe('care');
  });

  it('names what is left out, and is not calm about it', () => {
    const sensors = [
      sensor('Front door', 'open', { bypassed: true }),
      sensor('Side gate', 'closed'),
    ];
    const status = household({ ...armed, sensors });
    expect(say(status)).toBe('Watching. Front door is left out.');
    expect(sentenceOf(status).tone).toBe('care');
    expect(sentenceOf(household(armed)).tone).toBe('calm');
  });

  it('does not claim to record while the disk refuses', () => {
    expect(say(household({ flags: ['storage'] }))).toContain('Not recording');
    expect(say(household({ ...armed, flags: ['storage'] }))).toContain('but not recording');
  });

  it('does not claim to watch before it does', () => {
    const alarm = {
      state: 'arming' as const,
      deadline: '2026-11-24T01:01:00.000Z',
      confirmed: false,
      memory: false,
      heard: [],
    } satisfies Status['alarm'];
    expect(say(household({ ...armed, alarm }))).toContain(
      'Getting ready. Watching starts at 12:01:00.',
    );
    expect(say(household({ ...armed, alarm: { ...alarm, state: 'disarmed' } }))).toContain(
      'not on yet',
    );
  });

  it('remembers an alarm that ended', () => {
    const alarm = { state: 'armed' as const, confirmed: true, memory: true, heard: [] };
    expect(say(household({ ...armed, alarm }))).toContain('There was an alarm.');
  });
});

describe('what tripped', () => {
  const openedAt = '2026-11-24T01:00:00.000Z';
  const incident = (...ids: string[]) =>
    household({
      incident: {
        ...{ id: 'i', kind: 'intrusion', calledBy: null, isPractice: false },
        openedAt,
        trips: ids.map(sensor => ({ sensor, at: openedAt, lastAt: openedAt, count: 1 })),
        ...{ acknowledgedBy: null, acknowledgedAt: null, confirmedAt: null, closedAt: null },
        ...{ mark: null, markedBy: null },
      },
    });

  it('is told in order, each sensor once', () => {
    expect(tripSentence(incident('Side gate'))).toBe('Side gate.');
    expect(tripSentence(incident('Side gate', 'Side gate', 'Front door'))).toBe(
      'Side gate, then Front door.',
    );
    expect(tripSentence(incident('Side gate', 'Front door', 'Shed'))).toBe(
      'Side gate, then Front door and more.',
    );
  });

  it('says of thermometers that they are out of their limits', () => {
    const hot = (...ids: string[]) => {
      const house = incident(...ids);
      return {
        ...house,
        incident: house.incident && { ...house.incident, kind: 'temperature' as const },
      };
    };
    expect(tripSentence(hot('Attic'))).toBe('Attic is out of its limits.');
    expect(tripSentence(hot('Attic', 'Shed'))).toBe('Attic and Shed are out of their limits.');
  });

  it('names a sensor that the house no longer has by its id', () => {
    expect(tripSentence(incident('old-window'))).toBe('old-window.');
  });
});
