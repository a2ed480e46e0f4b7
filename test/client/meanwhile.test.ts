import { describe, expect, it } from 'vitest';
import { createListening } from '../../client/data/meanwhile.ts';
import { household, sensor } from './household.ts';

const at = (seconds: number) =>
  new Date(Date.parse('2026-11-24T01:00:00.000Z') + seconds * 1000).toISOString();
const answer = household({ at: at(5), sensors: [sensor('Front door', 'closed')] });
const opened = { id: 'e', at: at(6), sensor: 'Front door', kind: 'trigger', mode: 'monitor' };

function onto(kind: string, body: unknown) {
  const listening = createListening();
  const meanwhile = listening.begin();
  listening.hear(kind, JSON.stringify(body));
  return meanwhile.onto(answer);
}

describe('an answer that was on its way', () => {
  it('does not close a door that was opened meanwhile', () => {
    expect(onto('event', opened).sensors[0]?.state).toBe('open');
    expect(onto('event', { ...opened, at: at(-3600) }).sensors[0]?.state).toBe('closed');
  });

  it('gives way to a whole status that is newer, and to no older one', () => {
    expect(onto('status', household({ at: at(6), mode: 'alert' })).mode).toBe('alert');
    expect(onto('status', household({ at: at(4), mode: 'alert' })).mode).toBe('monitor');
  });

  it('keeps what was said before it was asked for, and after it came, out of it', () => {
    const listening = createListening();
    listening.hear('event', JSON.stringify(opened));
    const meanwhile = listening.begin();
    meanwhile.end();
    listening.hear('event', JSON.stringify(opened));
    expect(meanwhile.onto(answer)).toBe(answer);
  });
});
