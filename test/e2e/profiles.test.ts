import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncidentDetails, Status } from '../../server/protocol.ts';
import { type SmsBroadcast, startSmsBroadcast } from '../fakes/sms-broadcast.ts';
import { createPushedClock } from '../pushed-clock.ts';
import { send } from '../request.ts';
import { until } from '../until.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

const [front, hall, laundry, bell] = [17, 27, 22, 23];
let company: SmsBroadcast;
let house: WiredHouse;
let clock: ReturnType<typeof createPushedClock>;

beforeEach(async () => {
  company = await startSmsBroadcast();
  clock = createPushedClock();
  house = createWiredHouse(
    `
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  list:
    - { id: front, name: Front door, kind: contact, line: ${front}, zone: delay, glitchMs: 0, settleMs: 0 }
    - { id: hall, name: Hall, kind: motion, line: ${hall}, zone: follower, glitchMs: 0, settleMs: 0 }
    - { id: laundry, name: Laundry door, kind: contact, line: ${laundry}, glitchMs: 0, settleMs: 0 }
    - { id: bell, name: Bell, kind: contact, line: ${bell}, zone: chime, glitchMs: 0, settleMs: 0 }
alarm: { exitDelay: 60, entryDelay: 30, finalDoor: 1 }
notify:
  sms:
    provider: smsbroadcast
    url: "${company.url}/api-adv.php"
    username: owner
    password: "very secret"
    recipients: [{ number: "+61400000001", name: admin }, { number: "+61400000002", name: Gran }]
`,
    clock,
  );
  await house.start();
  // Motion sensors are warm.
  clock.push(61_000);
});
afterEach(async () => {
  await house.remove();
  await company.stop();
});

const status = (): Promise<Status> => house.ask('/api/status');
const arm = (more: object = {}): Promise<Status> =>
  house.ask('/api/mode', 'PUT', { mode: 'alert', ...more });

/** Time passes, and something moves that means nothing, so that the hub looks at its clock. */
async function pass(ms: number): Promise<void> {
  clock.push(ms);
  house.move(bell, 1);
  house.move(bell, 0);
}

function inState(state: Status['alarm']['state']): Promise<Status> {
  return until(async () => {
    const now = await status();
    return now.alarm.state === state ? now : undefined;
  });
}

/** The hub has taken note of it. */
function seen(sensor: string, state: string): Promise<true> {
  return until(async () => {
    const { sensors } = await status();
    return sensors.some(known => known.id === sensor && known.state === state) || undefined;
  });
}

const texts = () => company.requests.map(({ form }) => form.message);

describe('leaving by the front door', () => {
  it('counts down for everybody, and arms when the door has closed behind them', async () => {
    const asked = await arm();
    expect(asked).toMatchObject({
      ...{ mode: 'alert', profile: 'away' },
      alarm: { state: 'arming', delay: 60, blockers: [] },
    });
    const left = Date.parse(asked.alarm.deadline ?? '') - Date.parse(asked.at);
    expect(left).toBeGreaterThan(59_000);
    expect(left).toBeLessThanOrEqual(60_000);
    house.move(hall, 1);
    house.move(front, 1);
    house.move(laundry, 1);
    const open = await until(async () => {
      const { alarm } = await status();
      return alarm.blockers?.length === 2 ? alarm : undefined;
    });
    expect(open.blockers).toEqual([
      ...[
        { sensor: 'front', reason: 'open' },
        { sensor: 'laundry', reason: 'open' },
      ],
    ]);
    house.move(laundry, 0);
    house.move(front, 0);
    // No push of the clock: the final door is what arms it.
    expect(await inState('armed')).toMatchObject({
      flags: expect.not.arrayContaining(['bypassed']),
    });
    expect(texts()).toEqual([]);
  });

  it('tells whoever left by text message that it did not arm, and why', async () => {
    await arm();
    house.move(laundry, 1);
    await seen('laundry', 'open');
    await pass(60_000);
    const back = await inState('disarmed');
    expect(back.mode).toBe('monitor');
    await company.received(1);
    expect(company.requests[0]?.form).toMatchObject({
      to: '61400000001',
      message: 'home DID NOT ARM (Away): Laundry door is open. Open sec53.',
    });
    const { entries } = await house.ask(`/api/audit?day=${back.at.slice(0, 10)}`);
    const today =
      entries.length > 0
        ? entries
        : (await house.ask(`/api/audit?day=${nextDay(back.at)}`)).entries;
    expect(today.map(({ action }: { action: string }) => action)).toContain('not-armed');
  });

  it('is refused at the tap for a window, not for the door that somebody leaves by', async () => {
    house.move(front, 1);
    house.move(laundry, 1);
    const refused = await house.ask('/api/mode', 'PUT', { mode: 'alert' });
    expect(refused).toMatchObject({
      ...{ code: 'blocked', blockers: [{ sensor: 'laundry', reason: 'open' }] },
    });
    const armed = await arm({ bypass: ['laundry'] });
    expect(armed.sensors.find(({ id }) => id === 'laundry')).toMatchObject({
      ...{ bypassed: true, bypass: 'open' },
    });
    expect(armed.flags).toContain('bypassed');
    house.move(front, 0);
    await inState('armed');
    house.move(laundry, 0);
    await until(async () => ((await status()).flags.includes('bypassed') ? undefined : true));
  });
});

describe('coming home', () => {
  async function armed(): Promise<void> {
    await arm({ now: true });
    await inState('armed');
  }

  it('gives time to disarm, and sends no text message to anybody who does', async () => {
    await armed();
    house.move(front, 1);
    const pending = await inState('pending');
    expect(pending.alarm).toMatchObject({ delay: 30, entry: [{ sensor: 'front' }] });
    house.move(hall, 1);
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    await pass(60_000);
    expect(await status()).toMatchObject({ mode: 'monitor', incident: null });
    expect(texts()).toEqual([]);
  });

  it('alarms at once when the laundry is broken into, whatever the entry delay', async () => {
    await armed();
    house.move(laundry, 1);
    expect(await inState('triggered')).toMatchObject({ incident: { kind: 'intrusion' } });
    await company.received(1);
    expect(texts()[0]).toMatch(/^home ALERT: Laundry door opened/);
  });

  it('alarms after a power cut in the entry delay, and has all that was seen before', async () => {
    await armed();
    house.move(front, 1);
    await inState('pending');
    await house.stop();
    clock.push(120_000);
    await house.start();
    const { incident } = await inState('triggered');
    const details: IncidentDetails = await house.ask(`/api/incidents/${incident?.id}`);
    expect(details.steps[0]).toMatchObject({ kind: 'entry', sensor: 'front' });
    await until(() =>
      texts().some(text => /ALERT: Front door/.test(text ?? '')) ? true : undefined,
    );
  });

  it('keeps what is left of the entry delay over a restart', async () => {
    await armed();
    house.move(front, 1);
    const before = await inState('pending');
    await house.stop();
    clock.push(5000);
    await house.start();
    const after = await status();
    expect(after.alarm.state).toBe('pending');
    const shift = Date.parse(after.alarm.deadline ?? '') - Date.parse(before.alarm.deadline ?? '');
    expect(Math.abs(shift)).toBeLessThan(1000);
  });
});

describe('a start of the hub', () => {
  it('takes a door that is open now for a trip, and says that nobody saw it', async () => {
    await arm({ now: true });
    await house.stop();
    house.move(laundry, 1);
    await house.start();
    const { incident } = await inState('triggered');
    const { steps }: IncidentDetails = await house.ask(`/api/incidents/${incident?.id}`);
    expect(steps[0]).toMatchObject({ kind: 'trip', sensor: 'laundry', detail: 'while-off' });
    await company.received(1);
    expect(texts().join()).toContain('Laundry door');
  });

  it('does not believe a motion sensor before it is warm', async () => {
    await arm({ now: true });
    await house.stop();
    await house.start();
    house.move(hall, 1);
    await seen('hall', 'active');
    expect((await status()).alarm.state).toBe('armed');
    house.move(hall, 0);
    clock.push(60_000);
    house.move(hall, 1);
    expect((await inState('triggered')).incident?.trips).toMatchObject([{ sensor: 'hall' }]);
  });
});

describe('a practice and a call for help', () => {
  it('write down what would be sent, and send nothing', async () => {
    const { practice } = await house.ask('/api/practice', 'PUT', { minutes: 5 });
    expect(practice).toMatchObject({ by: { name: 'admin' } });
    await arm({ now: true });
    house.move(laundry, 1);
    const { incident, flags } = await inState('triggered');
    expect(flags).toContain('practice');
    expect(incident).toMatchObject({ kind: 'intrusion', isPractice: true });
    const { messages }: IncidentDetails = await house.ask(`/api/incidents/${incident?.id}`);
    expect(messages.map(({ status: fate, reason }) => [fate, reason])).toEqual([
      ['dropped', 'a practice: nothing is sent'],
      ['dropped', 'a practice: nothing is sent'],
    ]);
    await house.ask('/api/practice', 'PUT', { minutes: 0 });
    expect(await status()).toMatchObject({
      practice: null,
      flags: expect.not.arrayContaining(['practice']),
    });
    expect((await house.ask('/api/reach')).undelivered).toEqual([]);
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    // In a house without push the beginning and the end are texted, and nothing else is.
    await company.received(2);
    expect(texts()).toEqual([
      expect.stringMatching(/^home: Until \d\d:\d\d no alarm leaves the house/),
      'home: Alarms are sent again.',
    ]);
    await house.ask('/api/practice', 'PUT', { minutes: 5 });
    await house.ask('/api/panic', 'POST', {});
    expect(await status()).toMatchObject({ practice: null });
    await company.received(5);
    expect(texts().at(-1)).toMatch(
      /^home PANIC: admin called for help at \d\d:\d\d\. Call them, or 000\./,
    );
    expect((await status()).mode).toBe('monitor');
  });

  it('are refused while an alarm is open, and by who has no right to them', async () => {
    await arm({ now: true });
    house.move(laundry, 1);
    await inState('triggered');
    const refused = await house.ask('/api/practice', 'PUT', { minutes: 5 });
    expect(refused).toMatchObject({ status: 409, code: 'not_possible' });
    const wrong = await house.ask('/api/practice', 'PUT', { minutes: 500 });
    expect(wrong).toMatchObject({ status: 400, errors: [{ path: 'minutes' }] });
    const { ca } = house.admin();
    const stranger = await send(`${house.address()}/api/panic`, {
      ...{ as: { ca }, method: 'POST', body: {} },
    });
    expect(stranger.status).toBe(401);
  });
});

function nextDay(at: string): string {
  return new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10);
}

describe('an armed house, of which leaving Alert is to be confirmed', () => {
  let guarded: WiredHouse;
  beforeEach(async () => {
    guarded = createWiredHouse(`
edge: { host: 127.0.0.1, port: 0, setupPort: 0, confirm: [disarm] }
sensors:
  driver: onoff
  list:
    - { id: front, name: Front door, kind: contact, line: ${front}, zone: delay, glitchMs: 0, settleMs: 0 }
    - { id: laundry, name: Laundry door, kind: contact, line: ${laundry}, glitchMs: 0, settleMs: 0 }
alarm: { delays: { away: { exit: 60 } }, profiles: { night: [front, laundry], home: [front] } }
`);
    await guarded.start();
  });
  afterEach(() => guarded.remove());

  const ask = async (method: string, path: string, body: object = {}) => {
    const { code, mode, profile, alarm } = await guarded.ask(path, method, body);
    return code ?? `${mode} ${profile} ${alarm.state}`;
  };
  const set = (body: object) => ask('PUT', '/api/mode', body);

  it('is not made to watch less without it, in whatever way', async () => {
    expect(await set({ mode: 'alert', profile: 'night' })).toBe('alert night armed');
    expect(await set({ mode: 'monitor' })).toBe('confirmation_needed');
    expect(await set({ mode: 'alert', bypass: ['laundry'] })).toBe('confirmation_needed');
    expect(await set({ mode: 'alert', profile: 'home' })).toBe('confirmation_needed');
    expect(await ask('PUT', '/api/practice', { minutes: 5 })).toBe('confirmation_needed');
    // What watches as much is nobody's loss, nor is going back to it.
    expect(await set({ mode: 'alert', profile: 'away' })).toBe('alert away arming');
    expect(await set({ mode: 'alert', profile: 'home' })).toBe('confirmation_needed');
    expect(await ask('DELETE', '/api/arming')).toBe('alert night armed');
    expect(await ask('DELETE', '/api/arming')).toBe('not_possible');
  });

  it('may be armed with a zone left out, and be kept from being armed by whoever confirms it', async () => {
    expect(await set({ mode: 'alert', bypass: ['laundry'] })).toBe('alert away arming');
    expect(await ask('DELETE', '/api/arming')).toBe('confirmation_needed');
  });
});

it('a profile in which nothing counts is not armed', async () => {
  const { code, detail } = await house.ask('/api/settings').then(async page => {
    const { settings, version } = page;
    settings.alarm.profiles.home = [];
    await house.ask('/api/settings', 'PUT', { settings, version });
    return house.ask('/api/mode', 'PUT', { mode: 'alert', profile: 'home' });
  });
  expect([code, detail]).toEqual([
    ...['not_possible', 'no sensor counts in home: choose some in House, Settings'],
  ]);
});
