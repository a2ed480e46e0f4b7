import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anyPort, createPlace, type Place, runProgram, startHub } from '../hub-process.ts';

const quiet = `${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 0 } }\n`;

function line(at: string, sensor: string, kind: string, value: string | number): string {
  return `${JSON.stringify({ at, sensor, kind, value })}\n`;
}

const day = '2026-03-01';
const opened = line(`${day}T01:00:00.000Z`, 'door', 'contact', 'open');
const closed = line(`${day}T01:00:05.000Z`, 'door', 'contact', 'closed');

describe('a hub', () => {
  let place: Place;

  beforeEach(async () => {
    place = await createPlace(quiet, { isNew: true });
    await writeFile(join(place.folder, 'home.jsonl'), opened + closed);
  });
  afterEach(() => place.remove());

  it.each(['SIGKILL', 'SIGTERM'] as const)('comes back as it was after %s', async signal => {
    const first = await startHub(place);
    await first.prints(/replay finished/);
    const put = await first.send('/api/mode', {
      method: 'PUT',
      body: { mode: 'alert', profile: 'night', bypass: ['door'] },
    });
    expect(put.status).toBe(200);
    if (signal === 'SIGKILL') await first.kill();
    else expect(await first.stop()).toBe(0);

    const second = await startHub(place);
    const { json } = await second.send('/api/status');
    expect(json).toMatchObject({ ...put.json, startedAt: json.startedAt, at: json.at });
    const audit = await second.send(`/api/audit?day=${json.startedAt.slice(0, 10)}`);
    const next = await second.send(
      `/api/audit?day=${new Date(Date.parse(json.startedAt) + 86_400_000).toISOString().slice(0, 10)}`,
    );
    const entries = [...audit.json.entries, ...next.json.entries];
    expect(entries.find(({ action }) => action === 'mode')).toMatchObject({
      by: { name: 'admin', via: 'certificate' },
      detail: 'from monitor to alert (night); left out: door',
    });
    const report = entries.findLast(({ action }) => action === 'start').detail;
    expect(report).toContain('in alert (night) before and now');
    expect(report.includes('not stopped in order')).toBe(signal === 'SIGKILL');
    await second.stop();
  });

  it('lets a first admin in also when others were issued before it ever ran', async () => {
    expect(await runProgram('totp', ['enrol', 'admin'], place).ended).toBe(1);
    expect(await runProgram('pki', ['init'], place).ended).toBe(0);
    expect(await runProgram('totp', ['enrol', 'admin'], place).ended).toBe(0);
    const hub = await startHub(place);
    const { json } = await hub.send('/api/session', { as: hub.device('first-admin') });
    expect(json).toEqual({ name: 'first-admin', via: 'certificate', role: 'admin' });
    await hub.stop();
    expect(await runProgram('pki', ['revoke', 'first-admin'], place).ended).toBe(0);
    const again = runProgram('main', [], place);
    await again.prints(/sec53 ready/);
    again.process.kill('SIGTERM');
    await again.ended;
    // Shutting the last admin out lets no new one in.
    expect(again.output()).not.toContain('the first admin');
  });

  it('asks to be started again on RESTART, keeps its port, and its state', async () => {
    const first = await startHub(place);
    await first.send('/api/mode', { method: 'PUT', body: { mode: 'off' } });
    const { status } = await first.send('/api/restart', { method: 'POST' });
    expect(status).toBe(202);
    const [code] = first.process.exitCode === null ? await once(first.process, 'exit') : [75];
    expect(code).toBe(75);
    const second = await startHub(place);
    expect(second.address).toBe(first.address);
    expect((await second.send('/api/status')).json.mode).toBe('off');
    await second.stop();
  });

  it('opens an incident on a trip in ALERT and tells of it', async () => {
    await place.configure(
      `${quiet}alarm: { initialMode: alert }\nnotify: { sms: { provider: console, recipients: ["+61400000000"] } }\n`,
    );
    const hub = await startHub(place);
    await hub.prints(/replay finished/);
    const { json } = await hub.send('/api/status');
    expect(json).toMatchObject({
      mode: 'alert',
      profile: 'away',
      alarm: { state: 'triggered' },
      incident: { trips: [{ sensor: 'door', at: `${day}T01:00:00.000Z` }] },
    });
    const path = `/api/incidents/${json.incident.id}/acknowledge`;
    const seen = await hub.send(path, { method: 'POST' });
    expect(seen.json.acknowledgedBy).toEqual({ name: 'admin', via: 'certificate' });
    expect((await hub.send('/api/status')).json.incident).toEqual(seen.json);
    expect((await hub.send(path.replace(json.incident.id, 'x'), { method: 'POST' })).status).toBe(
      404,
    );
    const { messages } = (await hub.send(`/api/incidents/${json.incident.id}`)).json;
    expect(messages).toMatchObject([
      { channel: 'sms', to: '+61400000000', text: 'home ALERT: door opened 12:00. Open sec53.' },
    ]);
    await hub.prints(/…000: home ALERT: door opened 12:00\. Open sec53\./);
    await hub.stop();
  });

  it('records nothing in OFF but the latest levels, and makes no event of leaving it', async () => {
    await writeFile(join(place.folder, 'home.jsonl'), opened);
    await place.configure(`${quiet}alarm: { initialMode: off }\n`);
    const hub = await startHub(place);
    await hub.prints(/replay finished/);
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'monitor' } });
    expect((await hub.send(`/api/events?day=${day}`)).json.events).toEqual([]);
    expect((await hub.send('/api/status')).json.sensors).toMatchObject([
      { id: 'door', state: 'open' },
    ]);
    await hub.stop();
  });

  it('plays a recording once, counts its bad lines and names them', async () => {
    const bad = [
      'not json',
      '{"at":"2026-03-01","sensor":"a","kind":"contact","value":"open"}',
      '[]',
    ];
    await writeFile(join(place.folder, 'home.jsonl'), `${opened}${bad.join('\n')}\n${closed}`);
    const first = await startHub(place);
    const [said] = await first.prints(/replay finished.*/);
    expect(said).toBe('replay finished: 5 lines, 2 readings, 3 bad lines');
    expect(first.output()).toMatch(/a bad line of the recording line=3 problem="at is not an ISO/);
    const before = await first.send(`/api/events?day=${day}`);
    expect(before.json.events).toHaveLength(2);
    await first.kill();
    const second = await startHub(place);
    await second.prints(/replay finished earlier/);
    expect((await second.send(`/api/events?day=${day}`)).json).toEqual(before.json);
    await second.stop();
  });

  it('keeps a second hub out of its data folder, and says where the first one is', async () => {
    const hub = await startHub(place);
    const second = runProgram('main', [], place);
    expect(await second.ended).toBe(78);
    expect(second.output()).toMatch(
      new RegExp(`another hub \\(process ${hub.process.pid}\\) uses`),
    );
    expect((await hub.send('/api/status')).status).toBe(200);
    await hub.stop();
  });

  it('refuses to start on a port in use and names the key', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await place.configure(`edge: { host: 127.0.0.1, port: ${port}, setupPort: 0 }\n`);
    const hub = runProgram('main', [], place);
    expect(await hub.ended).toBe(78);
    expect(hub.output()).toContain(
      `port ${port} is in use by another program; stop it, or set edge.port`,
    );
    other.close();
  });

  it('refuses to start on a wrong configuration, and on wrong arguments', async () => {
    await place.configure('edge: { port: many }\n');
    const wrong = runProgram('main', [], place);
    expect(await wrong.ended).toBe(78);
    expect(wrong.output()).toContain('sec53.yaml:1: edge.port: found "many"');
    const odd = runProgram('main', ['--conf', 'x'], place);
    expect(await odd.ended).toBe(64);
    expect(odd.output()).toContain('usage: npm start');
    const missing = runProgram('main', ['--config', 'none.yaml'], place);
    expect(await missing.ended).toBe(78);
  });

  it('refuses state that a newer program wrote', async () => {
    await (await startHub(place)).stop();
    const { default: Database } = await import('better-sqlite3');
    const state = new Database(join(place.data, 'state.db'));
    state.prepare("insert into kysely_migration values ('999-later', '2030')").run();
    state.close();
    const hub = runProgram('main', [], place);
    expect(await hub.ended).toBe(78);
    expect(hub.output()).toMatch(/state\.db was written by a newer sec53 \(it has 999-later\)/);
  });
});
