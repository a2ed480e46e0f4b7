import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from '../../server/clock.ts';
import { everyDay, nextOccurrence } from '../../server/plans/schedule.ts';
import type { Status } from '../../server/protocol.ts';
import { createTimeZone } from '../../server/time-zone.ts';
import { makePhoneKeys } from '../fakes/phone-keys.ts';
import { type SmsBroadcast, startSmsBroadcast } from '../fakes/sms-broadcast.ts';
import { until } from '../until.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

const [door, hall] = [17, 27];
const minute = 60_000;
const zone = createTimeZone('Australia/Melbourne');
const real = createClock();
let shiftMs = 0;
/** The wall clock is put forward; what runs on the steady one does not notice. */
const clock: Clock = { wall: () => real.wall() + shiftMs, steady: real.steady };
let company: SmsBroadcast;
let house: WiredHouse;

beforeEach(async () => {
  shiftMs = 0;
  company = await startSmsBroadcast();
});
afterEach(async () => {
  await house.remove();
  await company.stop();
});

/** Two hours from now, whatever the time is; the test puts the clock there. */
const hour = timeOf(real.wall() + 120 * minute);
const hourAt = nextOccurrence({ at: hour, days: everyDay }, real.wall(), zone) ?? Number.NaN;

function timeOf(at: number): string {
  return new Date(at + zone.offset(at)).toISOString().slice(11, 16);
}

function setClock(at: number): void {
  shiftMs = at - real.wall();
}

async function open(alarm: string): Promise<void> {
  house = createWiredHouse(
    `
site: home
timeZone: Australia/Melbourne
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  list:
    - { id: door, name: Front door, kind: contact, line: ${door}, glitchMs: 0, settleMs: 0 }
    - { id: hall, name: Hall, kind: motion, line: ${hall}, glitchMs: 0, settleMs: 0 }
notify:
  sms:
    provider: smsbroadcast
    url: "${company.url}/api-adv.php"
    username: owner
    password: secret
    from: sec53
    recipients: ["+61400000001"]
  push: { subject: "mailto:ines@example.com", hosts: ["127.0.0.1:1"] }
alarm:
${alarm}
`,
    clock,
  );
  await house.start();
  const body = { endpoint: 'https://127.0.0.1:1/phone', keys: makePhoneKeys().keys };
  const put = await house.ask('/api/push/subscription', 'PUT', body);
  expect(put?.errors).toBeUndefined();
}

/** What was written for phones, whether or not it left the house. */
function pushes(): { title: string; text: string; opens: string }[] {
  const file = join(dirname(house.pki), 'state.db');
  expect(existsSync(file)).toBe(true);
  const state = new Database(file, { readonly: true });
  const rows = state
    .prepare(`select title, text, opens from outbox where channel = 'push' order by id`)
    .all();
  state.close();
  return rows as ReturnType<typeof pushes>;
}

const status = (): Promise<Status> => house.ask('/api/status');
const armed = () =>
  until(async () => {
    const now = await status();
    return now.mode === 'alert' ? now : undefined;
  });
const asked = (title: RegExp) => until(() => pushes().find(push => title.test(push.title)));

const at = (rest: string) => `  schedules: [{ at: "${hour}", profile: night, ${rest} }]`;
/** Something that is seen to happen behind what must not. */
const bedtimeAfter = (minutes: number) => `  bedtime: "${timeOf(hourAt + minutes * minute)}"`;

describe('a schedule', () => {
  it('arms at its time, once, also when the hub starts anew in the same minute', async () => {
    await open(`${at('when: always')}\n${bedtimeAfter(2)}`);
    expect((await status()).mode).toBe('monitor');
    // The first look has to be before: what is seen for the first time counts from then on.
    await until(() => (planned() ? true : undefined));
    setClock(hourAt);
    expect(await armed()).toMatchObject({ profile: 'night', by: { name: 'schedule', via: 'hub' } });
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    await house.stop();
    house.move(door, 1);
    await house.start();
    setClock(hourAt + 2 * minute);
    expect((await asked(/before bed/)).text).toBe('Open: Front door.');
    expect((await status()).mode).toBe('monitor');
    expect(company.requests.filter(({ form }) => /ARM/.test(form.message ?? ''))).toEqual([]);
  });

  it('says by text message what keeps it from arming', async () => {
    await open(at('when: always'));
    await until(() => (planned() ? true : undefined));
    house.move(door, 1);
    setClock(hourAt);
    await company.received(1);
    expect(company.requests[0]?.form.message).toBe(
      'home DID NOT ARM (Night): Front door is open. Open sec53.',
    );
    expect((await status()).mode).toBe('monitor');
  });

  it.each(['ask', 'everyone-in'])(
    'asks phones where it is set to %s and nobody knows who is in',
    async when => {
      await open(at(`when: ${when}`));
      await until(() => (planned() ? true : undefined));
      setClock(hourAt);
      const question = await asked(/^It is/);
      expect(question).toMatchObject({ title: `It is ${hour}. Arm Night?`, opens: '/?arm=night' });
      expect((await status()).mode).toBe('monitor');
      expect(company.requests).toEqual([]);
    },
  );

  it('that was missed is told, and not made up for', async () => {
    await open(at('when: always'));
    await until(() => (planned() ? true : undefined));
    await house.stop();
    setClock(hourAt + 11 * minute);
    await house.start();
    const missed = () =>
      company.requests.find(({ form }) => form.message?.includes(`Night was not armed at ${hour}`));
    await until(missed);
    expect((await status()).mode).toBe('monitor');
  });

  it('leaves a house alone that is armed to watch more', async () => {
    await open(`${at('when: always')}\n${bedtimeAfter(2)}`);
    await until(() => (planned() ? true : undefined));
    await house.ask('/api/mode', 'PUT', { mode: 'alert', profile: 'away' });
    setClock(hourAt);
    const day = zone.localDay(hourAt);
    const entries = await until(async () => {
      const { entries } = await house.ask(`/api/audit?day=${day}`);
      const found = entries.filter(({ action }: { action: string }) => action === 'plan-left-out');
      return found.length > 0 ? found : undefined;
    });
    expect(entries[0].detail).toContain('the house is armed Away, which watches more');
    expect((await status()).profile).toBe('away');
  });
});

describe('arming later', () => {
  const later = (at: number, profile = 'night') =>
    house.ask('/api/later', 'PUT', { at: new Date(at).toISOString(), profile });

  it('is shown, outlives a restart, and arms in the name of whoever set it', async () => {
    await open('  exitDelay: 0');
    const set = await later(hourAt);
    const expected = {
      ...{ at: new Date(hourAt).toISOString(), profile: 'night' },
      by: { name: 'admin', via: 'certificate' },
    };
    expect(set.later).toEqual(expected);
    await house.ask('/api/mode', 'PUT', { mode: 'off' });
    await house.stop();
    await house.start();
    expect((await status()).later).toEqual(expected);
    setClock(hourAt);
    expect(await armed()).toMatchObject({
      ...{ profile: 'night', later: null, by: { name: 'admin', via: 'hub' } },
    });
  });

  it('is taken back by hand, and by whoever arms', async () => {
    await open('  exitDelay: 0');
    await later(hourAt);
    expect((await house.ask('/api/later', 'DELETE')).later).toBeNull();
    expect((await house.ask('/api/later', 'DELETE')).code).toBe('not_found');
    await later(hourAt);
    await house.ask('/api/mode', 'PUT', { mode: 'alert', profile: 'home' });
    expect((await status()).later).toBeNull();
  });

  it('is refused for the past and for days ahead, with the fix', async () => {
    await open('  exitDelay: 0');
    for (const wrong of [real.wall() - 1000, real.wall() + 25 * 60 * minute]) {
      expect((await later(wrong)).errors).toEqual([
        { path: 'at', message: 'write a time within the next 24 hours' },
      ]);
    }
    const form = await house.ask('/api/later', 'PUT', { at: 'soon', profile: 'night' });
    expect(form.errors).toMatchObject([{ path: 'at' }]);
  });
});

/** Whether the hub has looked at its plans. */
function planned(): boolean {
  const state = new Database(join(dirname(house.pki), 'state.db'), { readonly: true });
  const row = state.prepare(`select body from documents where key = 'plans'`).get();
  state.close();
  return row !== undefined;
}
