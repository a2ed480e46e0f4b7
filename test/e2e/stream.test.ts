import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Message, openStream } from '../event-stream.ts';
import { anyPort, createPlace, type Place, runProgram, startHub } from '../hub-process.ts';

let place: Place;

beforeEach(async () => {
  place = await createPlace(
    `${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 0 } }\n`,
  );
});
afterEach(() => place.remove());

function record(count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      at: new Date(Date.UTC(2026, 2, 1) + index * 1000).toISOString(),
      sensor: index % 10 === 9 ? 'warmth' : 'door',
      kind: index % 10 === 9 ? 'temperature' : 'contact',
      value:
        index % 10 === 9
          ? 20 + (index % 7)
          : (index - Math.floor(index / 10)) % 2
            ? 'closed'
            : 'open',
    }),
  );
  return writeFile(join(place.folder, 'home.jsonl'), lines.join('\n'));
}

function seqs(messages: Message[]): number[] {
  return messages.filter(({ event }) => event !== 'status').map(({ id }) => Number(id));
}

describe('the event stream', () => {
  it('begins with the status, and goes on behind the last message that a client saw', async () => {
    await record(500);
    const hub = await startHub(place);
    await hub.prints(/replay finished/);
    const fresh = await openStream(hub.address, hub.admin());
    const status = await fresh.next(({ event }) => event === 'status');
    expect(status.data.sensors).toHaveLength(2);
    expect(fresh.messages).toHaveLength(1);
    const newest = Number(status.id);
    fresh.close();

    const again = await openStream(hub.address, hub.admin(), {
      'last-event-id': String(newest - 100),
    });
    await again.next(({ event }) => event === 'status');
    const missed = seqs(again.messages);
    expect(missed).toEqual([...missed].sort((a, b) => a - b));
    expect(Math.min(...missed)).toBeGreaterThan(newest - 100);
    // All but the audit's, which the stream does not speak of.
    expect(missed.length).toBeGreaterThanOrEqual(98);
    expect(again.messages.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['event', 'temperature', 'status']),
    );
    again.close();
    await hub.stop();
  });

  it('says reset when it is asked for more than the journal still holds, or for the future', async () => {
    await record(5000);
    const hub = await startHub(place);
    await hub.prints(/replay finished/);
    for (const id of ['1', '99999999']) {
      const stream = await openStream(hub.address, hub.admin(), { 'last-event-id': id });
      await stream.next(({ event }) => event === 'status');
      expect(stream.messages.map(({ event }) => event)).toEqual(['reset', 'status']);
      stream.close();
    }
    await hub.stop();
  });

  it('tells a client everything once and in order while a recording rushes by', async () => {
    await record(20_000);
    await place.configure(
      `${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 100000 } }\n`,
    );
    const hub = await startHub(place);
    const stream = await openStream(hub.address, hub.admin(), { 'last-event-id': '0' });
    await hub.prints(/replay finished/);
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    await stream.next(({ event, data }) => event === 'status' && data.mode === 'off');
    const ids = seqs(stream.messages);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    // Unless it came too late for the beginning, it saw all.
    if (!stream.messages.some(({ event }) => event === 'reset')) expect(ids.length).toBe(20_000);
    stream.close();
    await hub.stop();
  });

  it('tells what makes no event too: levels in OFF, and who changed the mode', async () => {
    await record(2);
    await place.configure(
      `${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 1 } }\nalarm: { initialMode: off }\n`,
    );
    const hub = await startHub(place);
    const stream = await openStream(hub.address, hub.admin());
    await stream.next(
      ({ event, data }) => event === 'status' && data.sensors[0]?.state === 'closed',
    );
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    const told = await stream.next(
      ({ event, data }) => event === 'status' && data.mode === 'alert',
    );
    expect(told.data.by).toEqual({ name: 'admin', via: 'certificate' });
    expect(stream.messages.every(({ event }) => event === 'status')).toBe(true);
    stream.close();
    await hub.stop();
  });

  it('tells a guest how things stand, and nothing of what happened', async () => {
    await record(200);
    await place.configure(
      `${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 1000 } }\n`,
    );
    const issued = runProgram('pki', ['init'], place);
    await issued.ended;
    await runProgram('pki', ['issue', 'guest', '--role', 'guest'], place).ended;
    const hub = await startHub(place);
    const stream = await openStream(hub.address, hub.device('guest'), { 'last-event-id': '0' });
    await hub.prints(/replay finished/);
    await stream.next(({ event, data }) => event === 'status' && data.sensors.length === 2);
    expect(stream.messages.every(({ event }) => event === 'status')).toBe(true);
    stream.close();
    await hub.stop();
  });
});
