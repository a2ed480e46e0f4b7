import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findObstacle, prepareTape } from '../disk-tape.ts';
import { openStream } from '../event-stream.ts';
import { anyPort, createPlace, type Place, startHub } from '../hub-process.ts';
import { readDay } from '../read-day.ts';
import { createRecording, day, toLine } from '../recorded-house.ts';

const obstacle = findObstacle();

describe.skipIf(obstacle)(`a disk that turns read-only${obstacle ? `: ${obstacle}` : ''}`, () => {
  let place: Place;
  beforeEach(async () => {
    place = await createPlace(
      `timeZone: UTC\n${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 100 } }`,
    );
  });
  afterEach(() => place.remove());

  it('under a running hub is said, costs nothing, and is written again once it can be', async () => {
    const recording = createRecording(1500);
    writeFileSync(join(place.folder, 'home.jsonl'), recording.map(toLine).join('\n'));
    const { environment, readOnly } = prepareTape(place.folder, place.data);
    const hub = await startHub(place, environment);
    const stream = await openStream(hub.address, hub.admin());
    await hub.prints(/its passphrase is in/);
    const armed = { mode: 'alert', bypass: ['door'] };
    expect((await hub.send('/api/mode', { method: 'PUT', body: armed })).status).toBe(200);
    await stream.next(({ event }) => event === 'event');

    writeFileSync(readOnly, '');
    await hub.prints(/error: the journal cannot be written; readings wait/);
    await stream.next(({ event, data }) => event === 'status' && data.flags.includes('storage'));
    expect((await hub.send('/healthz')).status).toBe(503);
    const put = await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    expect([put.status, put.json.code]).toEqual([503, 'storage']);
    expect((await hub.send('/api/status')).json.mode).toBe('alert');

    rmSync(readOnly);
    await hub.prints(/replay finished: 1500 lines, 1500 readings/);
    // A history that is a file on the same disk comes back by itself too.
    while ((await hub.send('/api/status')).json.flags.includes('history'));
    expect((await hub.send('/healthz')).status).toBe(200);
    const { mode, flags } = (await hub.send('/api/status')).json;
    expect(mode).toBe('alert');
    // Whether the door was seen before it was left out is chance.
    const others = flags.filter((flag: string) => flag !== 'bypassed');
    expect(others).toEqual(['replay', 'silent']);
    expect((await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' } })).status).toBe(
      200,
    );
    expect(await readDay(hub, day)).toEqual(recording);
    expect(hub.output().match(/the journal cannot be written/g)).toHaveLength(1);
    expect(hub.output()).not.toContain('cannot rollback');
    stream.close();
    expect(await hub.stop()).toBe(0);
  });
});
