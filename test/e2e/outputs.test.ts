import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStream } from '../event-stream.ts';
import { runProgram } from '../hub-process.ts';
import { createPushedClock } from '../pushed-clock.ts';
import { readCredential, send } from '../request.ts';
import { until } from '../until.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

const lines = { laundry: 22, bell: 24, garage: 23, siren: 5, chime: 12, relay: 6, light: 13 };
const glitch = 'glitchMs: 0, settleMs: 0';

const configuration = (door = '', edge = '') => `
timeZone: UTC
edge: { host: 127.0.0.1, port: 0, setupPort: 0${edge} }
alarm: { duration: 300 }
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: laundry, name: Laundry, kind: contact, line: ${lines.laundry}, ${glitch} }
    - { id: bell, name: Gate, kind: contact, line: ${lines.bell}, zone: chime, ${glitch} }
    - { id: garage, name: Garage door, kind: contact, line: ${lines.garage}, ${glitch} }
outputs:
  siren: { line: ${lines.siren} }
  chime: { line: ${lines.chime} }
  garage:
    - { id: garage, name: Garage, relay: ${lines.relay}, position: garage, warning: { line: ${lines.light} }${door} }
`;

let house: WiredHouse;
afterEach(() => house.remove());

const clock = createPushedClock();

async function open(door = '', edge = ''): Promise<void> {
  house = createWiredHouse(configuration(door, edge), clock);
  await house.start();
}

/** So long goes by at once; the bell, which raises no alarm, wakes the hub. */
function pass(seconds: number): void {
  clock.push(seconds * 1000);
  house.move(lines.bell, 1);
  house.move(lines.bell, 0);
}

const status = () => house.ask('/api/status');
const mode = (name: string) => house.ask('/api/mode', 'PUT', { mode: name });
const door = async () => (await status()).garage[0];
const last = (line: number) => house.moves(line).at(-1);
const becomes = (line: number, level: 0 | 1) =>
  until(() => (last(line) === level ? true : undefined));
const position = (name: string) =>
  until(async () => ((await door()).position === name ? true : undefined));
const sensorIs = (level: string) =>
  until(async () => {
    const { sensors } = await status();
    const seen = sensors.find(({ id }: { id: string }) => id === 'garage');
    return seen.state === level ? true : undefined;
  });
const pulses = () => house.moves(lines.relay).filter(level => level === 1).length;

function move(command: string, name = 'admin') {
  const as = readCredential(house.pki, name);
  return send(`${house.address()}/api/garage/garage`, { as, method: 'POST', body: { command } });
}

async function letIn(name: string, role: string): Promise<void> {
  const data = dirname(house.pki);
  const place = { folder: dirname(data), data, remove: house.remove };
  const configure = async () => undefined;
  const run = runProgram('pki', ['issue', name, '--role', role], { ...place, configure });
  if ((await run.ended) !== 0) throw new Error(run.output());
}

const audited = async () => {
  const day = new Date(clock.wall()).toISOString().slice(0, 10);
  const { entries } = await house.ask(`/api/audit?day=${day}`);
  return entries
    .filter(({ action }: { action: string }) => action === 'garage' || action === 'siren')
    .map(({ by, detail }: { by: { name: string; via: string }; detail: string }) =>
      [by.name, by.via, detail].join(' | '),
    );
};

describe('the siren', () => {
  it('sounds at the alarm, is taken up after a restart, and ends when somebody disarms', async () => {
    await open();
    expect(house.moves(lines.siren)).toEqual([0]);
    await mode('alert');
    house.move(lines.laundry, 1);
    await becomes(lines.siren, 1);
    expect((await status()).siren).toBe(true);
    await house.stop();
    expect(last(lines.siren)).toBe(0);
    clock.push(100_000);
    await house.start();
    await becomes(lines.siren, 1);
    await mode('monitor');
    await becomes(lines.siren, 0);
    expect((await status()).siren).toBe(false);
    expect(house.moves(lines.siren)).toEqual([0, 1, 0, 1, 0]);
    // Nothing else has moved by any of that.
    expect([pulses(), house.moves(lines.light)]).toEqual([0, [0]]);
  });

  it('ends with the time of the alarm, and is silent at a start after that', async () => {
    await open();
    await mode('alert');
    house.move(lines.laundry, 1);
    await becomes(lines.siren, 1);
    pass(300);
    await becomes(lines.siren, 0);
    house.move(lines.laundry, 0);
    house.move(lines.laundry, 1);
    await becomes(lines.siren, 1);
    await house.stop();
    clock.push(400_000);
    await house.start();
    expect((await status()).siren).toBe(false);
    expect(house.moves(lines.siren)).toEqual([0, 1, 0, 1, 0]);
  });

  it('that cannot be switched is told with its line, and disturbs nothing', async () => {
    await open();
    house.breakLine(lines.siren);
    await mode('alert');
    house.move(lines.laundry, 1);
    const day = new Date(clock.wall()).toISOString().slice(0, 10);
    await until(() => (house.logged().includes('held by another program') ? true : undefined));
    const { alarm, siren, incident } = await status();
    expect([alarm.state, siren, incident.trips.length]).toEqual(['triggered', false, 1]);
    expect((await house.ask(`/api/events?day=${day}`)).events).toHaveLength(1);
    // It is on as soon as it can be: the next try is 5 seconds later.
    house.mendLine(lines.siren);
    await becomes(lines.siren, 1);
  });

  it('is tested by an admin for a moment, and not while the house is armed', async () => {
    await open();
    await letIn('tom', 'member');
    const test = (name: string) => {
      const as = readCredential(house.pki, name);
      return send(`${house.address()}/api/siren/test`, { as, method: 'POST' });
    };
    expect((await test('tom')).status).toBe(403);
    expect((await test('admin')).status).toBe(204);
    expect(house.moves(lines.siren)).toEqual([0, 1, 0]);
    await mode('alert');
    const { status: code, json } = await test('admin');
    expect([code, json.code, house.moves(lines.siren)]).toEqual([409, 'not_possible', [0, 1, 0]]);
    expect(await audited()).toEqual(['admin | certificate | tests the siren']);
  });
});

describe('the chime', () => {
  it('rings while the house is not armed, and no more often than the app does', async () => {
    await open();
    house.move(lines.bell, 1);
    await until(() => (house.moves(lines.chime).length === 3 ? true : undefined));
    house.move(lines.bell, 0);
    house.move(lines.bell, 1);
    await mode('alert');
    clock.push(60_000);
    house.move(lines.bell, 0);
    house.move(lines.bell, 1);
    await mode('off');
    house.move(lines.bell, 0);
    clock.push(60_000);
    house.move(lines.bell, 1);
    await until(() => (house.moves(lines.chime).length === 5 ? true : undefined));
    expect(house.moves(lines.chime)).toEqual([0, 1, 0, 1, 0]);
  });
});

describe('the garage door', () => {
  it('opens by one pulse, closes after its warning, and each command is on record', async () => {
    await open();
    const early = await move('open');
    expect([early.status, early.json.reason]).toEqual([409, 'too-soon']);
    pass(10);
    const opened = await move('open');
    expect([opened.status, opened.json.position, opened.json.by.name]).toEqual([
      ...[202, 'opening', 'admin'],
    ]);
    await until(() => (pulses() === 1 ? true : undefined));
    expect((await move('close')).json.reason).toBe('moving');
    house.move(lines.garage, 1);
    await sensorIs('open');
    pass(31);
    await position('open');
    expect((await move('open')).json).toMatchObject({
      ...{ code: 'refused', reason: 'already-there', detail: 'Garage is open already' },
    });
    expect((await move('close')).json.position).toBe('warning');
    await becomes(lines.light, 1);
    expect(pulses()).toBe(1);
    await position('warning');
    pass(5);
    await position('closing');
    await becomes(lines.light, 0);
    await until(() => (pulses() === 2 ? true : undefined));
    house.move(lines.garage, 0);
    await position('closed');
    expect(await audited()).toEqual([
      'admin | certificate | asks Garage to open, refused: too-soon',
      'admin | certificate | asks Garage to open',
      'admin | certificate | asks Garage to close, refused: moving',
      'admin | certificate | Garage is open',
      'admin | certificate | asks Garage to open, refused: already-there',
      'admin | certificate | asks Garage to close',
      'admin | certificate | Garage is closed',
    ]);
  });

  it('is not moved by a restart in the middle of its warning, nor after it', async () => {
    await open();
    house.move(lines.garage, 1);
    await sensorIs('open');
    pass(30);
    await position('open');
    expect((await move('close')).status).toBe(202);
    await becomes(lines.light, 1);
    await house.stop();
    expect(last(lines.light)).toBe(0);
    clock.push(6_000);
    await house.start();
    pass(60);
    await position('open');
    expect(pulses()).toBe(0);
    expect((await audited()).at(-1)).toBe(
      'admin | certificate | the closing of Garage was taken back',
    );
  });

  it('that does not get there is told to the family, and may be tried again', async () => {
    await open();
    pass(10);
    const stream = await openStream(house.address(), house.admin());
    await move('open');
    pass(30);
    await position('stuck');
    const { data } = await stream.next(({ event }) => event === 'notice');
    stream.close();
    expect([data.code, data.text]).toEqual([
      'garage-stuck',
      expect.stringContaining('Garage is stuck. It did not get there in time'),
    ]);
    expect((await move('open')).status).toBe(202);
    await until(() => (pulses() === 2 ? true : undefined));
  });

  it('that stands open is told of once, whatever restarts in between', async () => {
    await open(', leftOpen: 60');
    house.move(lines.garage, 1);
    await sensorIs('open');
    pass(60);
    const told = async () => {
      const stream = await openStream(house.address(), house.admin(), { 'last-event-id': '1' });
      await stream.next(({ event }) => event === 'status');
      stream.close();
      return stream.messages.filter(({ data }) => data.code === 'garage-open').length;
    };
    await until(async () => ((await told()) === 1 ? true : undefined));
    await house.stop();
    await house.start();
    pass(3600);
    expect((await move('open')).json.reason).toBe('already-there');
    expect(await told()).toBe(1);
  });

  it('is not opened into an alarm, nor while its sensor or its relay is away', async () => {
    await open();
    pass(10);
    await mode('alert');
    expect((await move('open')).json.reason).toBe('armed');
    await mode('monitor');
    house.breakLine(lines.relay);
    expect((await move('open')).status).toBe(202);
    await position('closed');
    pass(10);
    const { json } = await move('open');
    expect([json.reason, json.detail]).toEqual([
      'fault',
      expect.stringContaining('held by another program; stop it'),
    ]);
    expect([pulses(), (await status()).alarm.state]).toEqual([0, 'disarmed']);
  });

  it('is for guests in their hours alone, and otherwise not even shown to them', async () => {
    await open();
    await letIn('gus', 'guest');
    const as = readCredential(house.pki, 'gus');
    const seen = async () => (await send(`${house.address()}/api/status`, { as })).json.garage;
    expect(await seen()).toEqual([]);
    expect((await move('open', 'gus')).status).toBe(404);
    await house.stop();
    const hour = new Date(clock.wall()).getUTCHours();
    const hours = (from: number) => `${String((hour + from) % 24).padStart(2, '0')}:00`;
    await house.remove();
    await open(`, guests: { from: "${hours(2)}", to: "${hours(4)}" }`);
    await letIn('gus', 'guest');
    pass(10);
    const theirs = readCredential(house.pki, 'gus');
    const { json } = await send(`${house.address()}/api/status`, { as: theirs });
    expect(json.garage).toHaveLength(1);
    expect((await move('open', 'gus')).json.reason).toBe('not-allowed');
    // Two hours later they may; whoever lives here always could.
    pass(7200);
    expect((await move('open', 'gus')).status).toBe(202);
    await position('opening');
    const { garage } = (await send(`${house.address()}/api/status`, { as: theirs })).json;
    expect([garage[0].by, (await door()).by.name]).toEqual([null, 'gus']);
    house.breakLine(lines.relay);
    pass(30);
    await position('stuck');
    await move('open');
    await position('closed');
    pass(10);
    const told = (await move('open', 'gus')).json;
    expect([told.reason, told.detail]).toEqual([
      ...['fault', 'Garage cannot be moved: its relay does not answer'],
    ]);
  });

  it('asks who holds the phone where that is set', async () => {
    await open('', ', confirm: [garage]');
    pass(10);
    const { status: code, json } = await move('open');
    expect([code, json.code]).toEqual([403, 'confirmation_needed']);
    expect(pulses()).toBe(0);
  });

  it('of a house of which a recording plays is not moved, and neither is anything else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sec53-replayed-'));
    const file = join(folder, 'recording.jsonl');
    writeFileSync(file, '');
    const replay = `driver: replay\n  replay: { file: "${file}" }`;
    house = createWiredHouse(configuration().replace('driver: onoff', replay), clock);
    await house.start();
    pass(10);
    const { status: code, json } = await move('open');
    expect([code, json.reason, json.detail]).toEqual([
      ...[409, 'fault', 'Garage cannot be moved: a recording plays, and moves nothing'],
    ]);
    expect([(await status()).siren, house.moves(lines.relay)]).toEqual([null, []]);
    rmSync(folder, { recursive: true });
  });

  it('that is not there is not found', async () => {
    await open();
    const path = `${house.address()}/api/garage/shed`;
    const reply = await send(path, {
      as: house.admin(),
      method: 'POST',
      body: { command: 'open' },
    });
    expect(reply.status).toBe(404);
  });
});
