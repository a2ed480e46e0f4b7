import { describe, expect, it } from 'vitest';
import { chimeOf, isChimeOn, setChime } from '../../client/data/chime.ts';
import { beginWalk, readWalk, stepWalk, writeWalk } from '../../client/data/walk.ts';
import { walkCount, walkSummary } from '../../client/words/walk.ts';
import type { Event } from '../../server/protocol.ts';
import { household, memory, sensor } from './household.ts';

const later = '2026-11-24T02:10:00.000Z';
const sensors = [
  sensor('Front door', 'closed'),
  sensor('Hall', 'idle', { kind: 'motion' }),
  sensor('Attic', 20, { kind: 'temperature' }),
];

describe('a walk', () => {
  it('waits for every sensor that somebody can pass', () => {
    expect(Object.keys(beginWalk(sensors).before)).toEqual(['Front door', 'Hall']);
  });

  it('ticks off what changed since it began, once, and keeps it ticked', () => {
    const walk = beginWalk(sensors);
    expect(stepWalk(walk, sensors)).toBe(walk);
    const heard = stepWalk(walk, [sensor('Front door', 'open', { since: later })]);
    expect(heard.heard).toEqual({ 'Front door': later });
    const again = sensor('Front door', 'closed', { since: '2026-11-24T02:11:00.000Z' });
    expect(stepWalk(heard, [again])).toBe(heard);
  });

  it('takes no fault for an answer, and nothing after its end', () => {
    const walk = beginWalk(sensors);
    expect(stepWalk(walk, [sensor('Front door', 'fault', { since: later })])).toBe(walk);
    const over = { ...walk, isOver: true };
    expect(stepWalk(over, [sensor('Front door', 'open', { since: later })])).toBe(over);
  });

  it('survives a reload, and what it cannot read is no walk', () => {
    const storage = memory();
    const walk = stepWalk(beginWalk(sensors), [sensor('Hall', 'active', { since: later })]);
    writeWalk(storage, walk);
    expect(readWalk(storage)).toEqual(walk);
    writeWalk(storage, null);
    expect(readWalk(storage)).toBeNull();
    storage.setItem('sec53.walk', '{"before":1}');
    expect(readWalk(storage)).toBeNull();
  });

  it('counts, and names in the end what was not heard', () => {
    expect(walkCount(6, 9)).toBe('6 of 9 heard.');
    expect(walkSummary(3, [])).toBe('All 3 sensors were heard.');
    expect(walkSummary(5, ['Shed', 'Attic', 'Side gate'])).toBe(
      '2 of 5 sensors were heard. Not heard: Shed, Attic and Side gate.',
    );
  });
});

describe('a chime', () => {
  const status = household({ sensors: [sensor('Front door', 'closed', { chime: true })] });
  const event: Event = {
    ...{ id: 'e', at: '2026-11-24T02:00:03.000Z', sensor: 'Front door' },
    ...{ kind: 'trigger', mode: 'monitor' },
  };
  const known = { status, steadyMs: 1_000 };

  it('is of a sensor that has one, and only when it opens', () => {
    expect(chimeOf(event, known, 4_000)?.name).toBe('Front door');
    expect(chimeOf({ ...event, kind: 'reset' }, known, 4_000)).toBeNull();
    const plain = { ...known, status: household() };
    expect(chimeOf(event, plain, 4_000)).toBeNull();
  });

  it('is never in Alert, and never of what the stream repeats', () => {
    const armed = { ...known, status: { ...status, mode: 'alert' as const } };
    expect(chimeOf(event, armed, 4_000)).toBeNull();
    expect(chimeOf({ ...event, mode: 'alert' }, known, 4_000)).toBeNull();
    expect(chimeOf(event, known, 60_000)).toBeNull();
    expect(chimeOf(event, { ...known, steadyMs: null }, 4_000)).toBeNull();
  });

  it('is off until this phone wants it', () => {
    const storage = memory();
    expect(isChimeOn(storage)).toBe(false);
    setChime(storage, true);
    expect(isChimeOn(storage)).toBe(true);
    setChime(storage, false);
    expect(isChimeOn(storage)).toBe(false);
  });
});
