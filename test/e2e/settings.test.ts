import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../server/clock.ts';
import type { ReplayReport, SettingsPage, Status } from '../../server/protocol.ts';
import { openStream } from '../event-stream.ts';
import { runProgram } from '../hub-process.ts';
import { type Reply, readCredential, send } from '../request.ts';
import { until } from '../until.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

const yaml = `# The hut.
edge: { host: 127.0.0.1, port: 0, setupPort: 0, mdns: false }
sensors:
  driver: onoff
  list:
    # By the street.
    - { id: front, name: Front door, kind: contact, line: 17 }
    - { id: back, kind: contact, line: 22 }
`;

let house: WiredHouse;
beforeEach(async () => {
  house = createWiredHouse(yaml);
  await house.start();
});
afterEach(() => house.remove());

const path = '/api/settings';
const fileText = () => readFileSync(house.file, 'utf8');
const page = (): Promise<SettingsPage> => house.ask(path);
const status = (): Promise<Status> => house.ask('/api/status');

function ask(method: string, where: string, body?: unknown): Promise<Reply> {
  return send(`${house.address()}${where}`, { as: house.admin(), method, body });
}

/** Saves the settings as they are, but for what `work` changes. */
async function save(
  work: (settings: SettingsPage['settings']) => void,
  version?: string,
): Promise<Reply> {
  const { settings, version: now } = await page();
  work(settings);
  return ask('PUT', path, { settings, version: version ?? now });
}

const makeDelay = (settings: SettingsPage['settings']) => {
  const [front] = settings.sensors;
  if (front) front.zone = 'delay';
  settings.alarm.entryDelay = 30;
};

async function trip(): Promise<Status> {
  await house.ask('/api/mode', 'PUT', { mode: 'alert' });
  house.move(17, 1);
  const seen = await until(async () => {
    const now = await status();
    return now.alarm.state === 'armed' ? undefined : now;
  });
  house.move(17, 0);
  await until(async () => ((await status()).sensors[0]?.state === 'closed' ? true : undefined));
  await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
  return seen;
}

/** What the audit says of today, in whichever zone. */
async function audited(): Promise<string[]> {
  const day = (await status()).at.slice(0, 10);
  const words: string[] = [];
  for (const offset of [0, 86_400_000]) {
    const asked = new Date(Date.parse(day) + offset).toISOString().slice(0, 10);
    const { entries } = await house.ask(`/api/audit?day=${asked}`);
    words.push(...entries.map((entry: { detail: string }) => entry.detail));
  }
  return words;
}

describe('an admin changes the house from the app', () => {
  it('and the alarm goes by it at once, and after a restart', async () => {
    expect((await trip()).alarm.state).toBe('triggered');
    const stream = await openStream(house.address(), house.admin());
    const { status: code, json } = await save(settings => {
      makeDelay(settings);
      const [front] = settings.sensors;
      if (front) front.name = 'Street door';
    });
    expect([code, json.locked, json.settings.sensors[0].zone]).toEqual([200, null, 'delay']);
    await stream.next(
      ({ event, data }) => event === 'status' && data.sensors[0].name === 'Street door',
    );
    stream.close();
    expect(fileText()).toContain('# The hut.');
    expect((await trip()).alarm.state).toBe('pending');
    await house.stop();
    await house.start();
    expect((await page()).settings).toEqual(json.settings);
    expect((await trip()).alarm.state).toBe('pending');
    expect(await audited()).toContainEqual(
      expect.stringMatching(/Front door: zone from instant to delay.*entry delay from 0 to 30/),
    );
  });

  it('and puts an older version back, byte for byte', async () => {
    await save(makeDelay);
    const { versions } = await page();
    expect(versions).toHaveLength(1);
    const where = `${path}/versions/${versions[0]?.id}`;
    expect((await house.ask(where)).sensors[0].zone).toBe('instant');
    const restored = await ask('POST', `${where}/restore`);
    expect([restored.status, fileText()]).toEqual([200, yaml]);
    expect(restored.json.versions.map(({ by }: { by: string }) => by)).toEqual([
      'admin',
      'by hand',
    ]);
    expect(await audited()).toContainEqual(
      expect.stringMatching(
        /^put back what was there until .*: .*Front door: zone from delay to instant/,
      ),
    );
    expect((await trip()).alarm.state).toBe('triggered');
    expect((await ask('POST', `${path}/versions/2026-01-01T00:00:00.000Z/restore`)).status).toBe(
      404,
    );
  });

  it('and an older version with another line or driver is refused', async () => {
    await save(makeDelay);
    const { versions } = await page();
    const text = fileText().replace('port: 0, setup', 'port: 1, setup');
    writeFileSync(house.file, text);
    const reply = await ask('POST', `${path}/versions/${versions[0]?.id}/restore`);
    expect([reply.status, reply.json.code, reply.json.detail]).toEqual([
      ...[409, 'not_possible', expect.stringContaining('edge')],
    ]);
    expect(fileText()).toBe(text);
  });

  it('and overwrites nothing that was written by hand meanwhile', async () => {
    const { version } = await page();
    const text = `${yaml}# By hand.\nalarm: { duration: 60 }\n`;
    writeFileSync(house.file, text);
    const reply = await save(makeDelay, version);
    expect([reply.status, reply.json.code, fileText()]).toEqual([409, 'changed', text]);
    expect((await save(makeDelay)).status).toBe(200);
    expect(fileText()).toContain('# By hand.');
    expect((await page()).settings.alarm.duration).toBe(60);
  });

  it('and not while the house is armed', async () => {
    await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    expect((await page()).locked).toContain('disarm first');
    const reply = await save(makeDelay);
    expect([reply.status, reply.json.code, fileText()]).toEqual([409, 'not_possible', yaml]);
  });

  it('and not while the file has other sensors than the hub runs with, or is broken', async () => {
    writeFileSync(house.file, `${yaml}    - { id: shed, kind: contact, line: 5 }\n`);
    expect((await page()).locked).toContain('restart the hub first');
    expect((await save(makeDelay)).status).toBe(409);
    writeFileSync(house.file, `${yaml}alarm: { exitDelay: 3 }\n`);
    const { locked, settings } = await page();
    expect([locked, settings.alarm.exitDelay]).toEqual([
      expect.stringContaining('sec53.yaml:9'),
      0,
    ]);
  });

  it('and learns the place of what is wrong', async () => {
    const reply = await save(settings => {
      settings.alarm.groups = [{ name: 'A', sensors: ['front', 'back'], trips: 3, window: 60 }];
      const [, back] = settings.sensors;
      if (back) back.entryDelay = 3;
    });
    const paths = reply.json.errors.map((error: { path: string }) => error.path);
    expect([reply.status, reply.json.code, paths.sort(), fileText()]).toEqual([
      ...[400, 'invalid', ['alarm.groups.0.trips', 'sensors.1.entryDelay'], yaml],
    ]);
    const { version } = await page();
    const bare = await ask('PUT', path, { settings: { sensors: [] }, version });
    expect([bare.status, bare.json.errors[0].path]).toEqual([400, 'alarm']);
  });
});

it('nobody but an admin reads or changes settings', async () => {
  for (const role of ['member', 'guest'] as const) {
    const place = {
      ...{ folder: dirname(house.file), data: house.dataFolder },
      ...{ configure: async () => undefined, remove: async () => undefined },
    };
    expect(await runProgram('pki', ['issue', role, '--role', role], place).ended).toBe(0);
    const as = readCredential(house.pki, role);
    for (const [method, where] of [
      ...([
        ['GET', path],
        ['PUT', path],
        ['POST', `${path}/replay`],
      ] as const),
      ...([
        ['GET', `${path}/versions/x`],
        ['POST', `${path}/versions/x/restore`],
      ] as const),
    ]) {
      const body = method === 'GET' ? undefined : {};
      const reply = await send(`${house.address()}${where}`, { as, method, body });
      expect([role, method, where, reply.status]).toEqual([role, method, where, 403]);
    }
  }
});

it('keys of the environment are listed, and cannot be changed', async () => {
  const other = createWiredHouse(yaml, createClock(), { SEC53_ALARM__ENTRYDELAY: '20' });
  try {
    await other.start();
    const { settings, version, overridden }: SettingsPage = await other.ask(path);
    expect([overridden, settings.alarm.entryDelay]).toEqual([['alarm.entryDelay'], 20]);
    settings.alarm.entryDelay = 30;
    const { errors } = await other.ask(path, 'PUT', { settings, version });
    expect(errors).toEqual([
      { path: 'alarm.entryDelay', message: expect.stringContaining('SEC53_ALARM__ENTRYDELAY') },
    ]);
    settings.alarm.entryDelay = 20;
    settings.alarm.duration = 60;
    const saved: SettingsPage = await other.ask(path, 'PUT', { settings, version });
    expect(saved.settings.alarm).toMatchObject({ entryDelay: 20, duration: 60 });
    expect(readFileSync(other.file, 'utf8')).not.toContain('entryDelay');
  } finally {
    await other.remove();
  }
});

it('a house without a file gets one with the first write, for its owner alone', async () => {
  const simulated = createWiredHouse(
    'edge: { host: 127.0.0.1, port: 0, setupPort: 0, mdns: false }\n',
  );
  try {
    await simulated.start();
    rmSync(simulated.file);
    const { settings, version, locked }: SettingsPage = await simulated.ask(path);
    expect([settings.sensors.length, locked]).toEqual([9, null]);
    const [front] = settings.sensors;
    if (front) front.name = 'Street door';
    const saved: SettingsPage = await simulated.ask(path, 'PUT', { settings, version });
    expect(saved.settings).toEqual(settings);
    expect(saved.version).not.toBe(version);
    expect(statSync(simulated.file).mode & 0o777).toBe(0o600);
    const { sensors }: Status = await simulated.ask('/api/status');
    expect(sensors[0]?.name).toBe('Street door');
  } finally {
    await simulated.remove();
  }
});

describe('what the past would have been', () => {
  it('is told before anything is saved', async () => {
    await trip();
    const { settings } = await page();
    const [front] = settings.sensors;
    if (front) front.zone = 'chime';
    const report: ReplayReport = await house.ask(`${path}/replay`, 'POST', { settings });
    expect(report).toMatchObject({ days: 1, events: 2, before: 1, after: 0 });
    expect(report.differences).toMatchObject([{ sensors: ['front'], isRaised: 'before' }]);
    expect([fileText(), (await status()).sensors[0]?.zone]).toEqual([yaml, 'instant']);
  });

  it('names a real alarm that would be missed', async () => {
    await trip();
    const { incidents } = await house.ask('/api/incidents');
    await house.ask(`/api/incidents/${incidents[0].id}/mark`, 'PUT', { mark: 'real' });
    const { settings } = await page();
    settings.alarm.profiles.away = ['back'];
    const report: ReplayReport = await house.ask(`${path}/replay`, 'POST', { settings });
    expect(report.real).toMatchObject({ known: 1, lost: [{ sensors: ['front'] }] });
  });

  it('is asked with settings that can be', async () => {
    const { settings } = await page();
    settings.alarm.exitDelay = 3;
    const reply = await ask('POST', `${path}/replay`, { settings });
    expect([reply.status, reply.json.errors]).toEqual([
      400,
      [{ path: 'alarm.exitDelay', message: 'write seconds: 0, or 45 to 255' }],
    ]);
  });
});
