import { describe, expect, it } from 'vitest';
import { beginWalk, readWalk, stepWalk, writeWalk } from '../../client/data/walk.ts';
import { alwaysWarning, chimeWarning, walkCount, walkSummary } from '../../client/words/walk.ts';
import { memory, sensor } from './household.ts';

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

  it('promises silence of nothing that sounds all the same', () => {
    expect(alwaysWarning(['Mains'], false)).toBe(
      'Mains is watched in every mode: that raises a real alarm, and everybody is told.',
    );
    expect(alwaysWarning(['Mains', 'Safe'], true)).toMatch(
      /^Mains and Safe are .*nothing of it is sent/,
    );
    expect(chimeWarning([sensor('Front door', 'closed')])).toBe('');
    expect(chimeWarning([sensor('Front door', 'closed', { chime: true })])).toMatch(/chime/);
  });
});
