import { describe, expect, it } from 'vitest';
import { ApiError } from '../../client/data/api-error.ts';
import { createDayLog } from '../../client/data/day-log.ts';
import type { Event } from '../../server/protocol.ts';

function event(id: string, second: number): Event {
  const at = `2026-11-24T01:00:${String(second).padStart(2, '0')}.000Z`;
  return { id, at, sensor: 'door', kind: 'trigger', mode: 'monitor' };
}

/** An answer that comes when the test says so. */
function later() {
  let answer: (events: Event[]) => void = () => undefined;
  const promise = new Promise<Event[]>(resolve => {
    answer = resolve;
  });
  return { promise, answer };
}

describe('a day', () => {
  it('keeps what the stream brings while the snapshot is on its way', async () => {
    const snapshot = later();
    const log = createDayLog('2026-11-24', () => snapshot.promise);
    const loading = log.load();
    log.add(event('c', 3));
    snapshot.answer([event('a', 1), event('b', 2)]);
    await loading;
    expect(log.state.value.events.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('holds each event once and in order', async () => {
    const log = createDayLog('2026-11-24', async () => [event('b', 2)]);
    await log.load();
    log.add(event('c', 3));
    log.add(event('b', 2));
    log.add(event('a', 1));
    expect(log.state.value.events.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('says why it could not be fetched, and keeps what it had', async () => {
    let isDown = false;
    const log = createDayLog('2026-11-24', async () => {
      if (isDown) throw new ApiError(0, 'unreachable', 'The hub could not be reached.');
      return [event('a', 1)];
    });
    await log.load();
    isDown = true;
    await log.load();
    expect(log.state.value).toMatchObject({ phase: 'failed', error: { status: 0 } });
    expect(log.state.value.events).toHaveLength(1);
  });

  it('takes the answer of the last request only', async () => {
    const answers = [later(), later()];
    let asked = 0;
    const log = createDayLog('2026-11-24', () => answers[asked++]?.promise ?? Promise.resolve([]));
    const loading = [log.load(), log.load()];
    answers[1]?.answer([event('new', 2)]);
    answers[0]?.answer([event('old', 1)]);
    await Promise.all(loading);
    expect(log.state.value.events.map(({ id }) => id)).toEqual(['new']);
  });
});
