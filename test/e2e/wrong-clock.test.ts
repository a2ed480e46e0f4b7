import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findObstacle } from '../disk-tape.ts';
import { openStream } from '../event-stream.ts';
import { anyPort, createPlace, type Place, startHub } from '../hub-process.ts';
import { readDay } from '../read-day.ts';
import { createRecording, day, toLine } from '../recorded-house.ts';

const obstacle = findObstacle();
const threeYears = 3 * 365 * 24 * 3600;

describe.skipIf(obstacle)(`a clock that is years back${obstacle ? `: ${obstacle}` : ''}`, () => {
  let place: Place;
  beforeEach(async () => {
    place = await createPlace(
      `timeZone: UTC\n${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 100 } }`,
    );
  });
  afterEach(() => place.remove());

  it('is said, keeps nobody of the family out and loses nothing, and is over once it is set', async () => {
    const recording = createRecording(1000);
    writeFileSync(join(place.folder, 'home.jsonl'), recording.map(toLine).join('\n'));
    const library = join(place.folder, 'shifted-clock.so');
    const source = join(import.meta.dirname, '../fakes/shifted-clock.c');
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source]);
    const shift = join(place.folder, 'shift');
    const setClock = (seconds: number) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(seconds));
      // In place, since the hub has the file open.
      writeFileSync(shift, bytes, { flag: 'r+' });
    };
    writeFileSync(shift, Buffer.alloc(8));
    await (await startHub(place)).stop();

    setClock(-threeYears);
    const hub = await startHub(place, { LD_PRELOAD: library, CLOCK_SHIFT: shift });
    const stream = await openStream(hub.address, hub.admin());
    const { json } = await hub.send('/api/status');
    expect(json.flags).toContain('clock');
    expect(Date.parse(json.startedAt)).toBeLessThan(Date.now() - threeYears * 900);
    const armed = { mode: 'alert', bypass: ['door'] };
    expect((await hub.send('/api/mode', { method: 'PUT', body: armed })).status).toBe(200);

    const before = stream.messages.length;
    setClock(0);
    await stream.next(
      message =>
        message.event === 'status' &&
        !message.data.flags.includes('clock') &&
        stream.messages.indexOf(message) >= before,
    );
    const { status, json: now } = await hub.send('/api/status');
    expect([status, now.mode]).toEqual([200, 'alert']);
    await hub.prints(/replay finished/);
    expect(await readDay(hub, day)).toEqual(recording);
    stream.close();
    expect(await hub.stop()).toBe(0);
  });
});
