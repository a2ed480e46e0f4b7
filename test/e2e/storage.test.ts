import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canMount } from '../can-mount.ts';
import { openStream } from '../event-stream.ts';
import { anyPort, createPlace, type Place, runProgram, startHub } from '../hub-process.ts';

const day = '2026-03-01';

describe.skipIf(!canMount())('a hub whose disk', () => {
  let place: Place;

  beforeEach(async () => {
    place = await createPlace(
      `${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 0 } }\n`,
      { isNew: true },
    );
    await writeFile(join(place.folder, 'home.jsonl'), '');
    mkdirSync(place.data, { mode: 0o700 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', place.data]);
  });
  afterEach(async () => {
    execFileSync('umount', ['--lazy', place.data]);
    await place.remove();
  });

  it('fills up says so, keeps what it has not written, and writes it once there is room', async () => {
    const first = await startHub(place);
    const { ca } = first.admin();
    const enrolled = runProgram('totp', ['enrol', 'Tom'], place);
    expect(await enrolled.ended).toBe(0);
    const [code = ''] = enrolled.output().match(/[a-z0-9]{4}(-[a-z0-9]{4}){3}/) ?? [];
    const body = { name: 'Tom', code };
    const signedIn = await first.send('/api/session', { as: { ca }, method: 'POST', body });
    const headers = { cookie: String(signedIn.headers['set-cookie']).split(';')[0] ?? '' };
    await first.stop();
    // Old enough for the hub to note that it is still used, which a full disk refuses.
    const { default: Database } = await import('better-sqlite3');
    const state = new Database(join(place.data, 'state.db'));
    state.exec('update sessions set seen_at = seen_at - 7200000');
    state.close();
    const lines = Array.from({ length: 20_000 }, (_, index) =>
      JSON.stringify({
        at: new Date(Date.parse(`${day}T01:00:00Z`) + index * 100).toISOString(),
        sensor: 'door',
        kind: 'contact',
        value: index % 2 ? 'closed' : 'open',
      }),
    );
    await writeFile(join(place.folder, 'home.jsonl'), lines.join('\n'));
    const { bavail, bsize } = statfsSync(place.data);
    const filler = join(place.data, 'filler');
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 900_000));

    const hub = await startHub(place);
    const stream = await openStream(hub.address, hub.admin());
    await stream.next(({ event, data }) => event === 'status' && data.flags.includes('storage'));
    expect((await hub.send('/healthz')).status).toBe(503);
    const put = await hub.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    expect([put.status, put.json.code]).toEqual([503, 'storage']);
    expect((await hub.send('/api/status')).json.mode).toBe('monitor');
    // Whoever came in by code is not locked out, and trying to is no mistake of the hub.
    expect((await hub.send('/api/status', { as: { ca }, headers })).status).toBe(200);
    const again = await hub.send('/api/session', { as: { ca }, method: 'POST', body });
    expect(['sign_in_failed', 'storage']).toContain(again.json.code);

    rmSync(filler);
    await hub.prints(/replay finished: 20000 lines, 20000 readings, 0 bad lines/);
    expect((await hub.send('/healthz')).status).toBe(200);
    let found = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { json } = await hub.send(
        `/api/events?day=${day}&limit=1000${cursor ? `&cursor=${cursor}` : ''}`,
      );
      found += json.events.length;
      cursor = json.next;
    }
    expect(found).toBe(20_000);
    stream.close();
    await hub.stop();
  });

  it('is read-only refuses to start and says what to do', async () => {
    await (await startHub(place)).stop();
    execFileSync('mount', ['-o', 'remount,ro', place.data]);
    const hub = runProgram('main', [], place);
    expect(await hub.ended).toBe(78);
    expect(hub.output()).toMatch(
      /: the disk is read-only; mount it for writing, or name another data folder/,
    );
  });

  it('is full from the start refuses to start and says what to do', async () => {
    const { bavail, bsize } = statfsSync(place.data);
    writeFileSync(join(place.data, 'filler'), Buffer.alloc(bavail * bsize));
    const hub = runProgram('main', [], place);
    expect(await hub.ended).toBe(78);
    expect(hub.output()).toMatch(/the disk is full/);
  });
});
