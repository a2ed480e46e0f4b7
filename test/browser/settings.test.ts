import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../server/clock.ts';
import type { HouseSettings, SettingsPage } from '../../server/protocol.ts';
import { runProgram } from '../hub-process.ts';
import { until } from '../until.ts';
import { createWiredHouse } from '../wired-house.ts';
import { expectNoBarriers, layoutShifts, shoot } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { noonZone } from './noon-zone.ts';
import { createWindows, live } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

const laundryLine = 22;
const yaml = `
timeZone: ${noonZone()}
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  list:
    - { id: front, name: Front door, kind: contact, line: 4, zone: delay }
    - { id: garage, name: Garage side door, kind: contact, line: 5, zone: delay }
    - { id: laundry, name: Laundry door, kind: contact, line: ${laundryLine}, glitchMs: 0, settleMs: 0 }
    - { id: hall, name: Hall, kind: motion, line: 6, zone: follower }
    - { id: lounge, name: Lounge, kind: motion, line: 7 }
    - { id: kitchen, name: Kitchen window, kind: contact, line: 8 }
    - { id: smoke, name: Smoke detector, kind: contact, line: 9, zone: 24-hour }
    - { id: post, name: Letter box, kind: contact, line: 10, zone: chime }
alarm:
  exitDelay: 60
  entryDelay: 30
  delays: { night: { exit: 0, entry: 15 } }
  profiles: { away: all, night: [front, garage, laundry, kitchen], home: [front] }
  groups: [{ name: Downstairs, sensors: [front, hall, lounge], trips: 2, window: 60 }]
  schedules: [{ at: "23:00", days: [mon, tue, wed, thu, sun], profile: night, when: ask }]
  bedtime: "22:30"
`;
// One key is not for the app to change.
const house = createWiredHouse(yaml, createClock(), { SEC53_ALARM__FINAL_DOOR: '7' });
const windows = createWindows(() => ({
  place: { data: house.dataFolder },
  hub: { address: house.address() },
}));
let first: HouseSettings;

beforeAll(async () => {
  if (reason !== undefined) return;
  await house.start();
  first = (await now()).settings;
  const place = { folder: dirname(house.dataFolder), data: house.dataFolder };
  const unused = { configure: async () => undefined, remove: async () => undefined };
  const run = runProgram('pki', ['issue', 'Tom'], { ...place, ...unused });
  expect([await run.ended, run.output()]).toEqual([0, expect.any(String)]);
  const [, passphrase = ''] = /^passphrase: (\S+)$/m.exec(run.output()) ?? [];
  writeFileSync(join(house.pki, 'devices/Tom/passphrase'), passphrase);
}, 120_000);
afterAll(async () => {
  await windows.end();
  await house.remove();
});
afterEach(() => windows.close());

const now = (): Promise<SettingsPage> => house.ask('/api/settings');

/** As somebody else would, from another phone. */
async function put(settings: HouseSettings): Promise<void> {
  const { version } = await now();
  const answer = await house.ask('/api/settings', 'PUT', { settings, version });
  expect(answer).toMatchObject({ settings });
}

/** A page of the settings, which are as they were at first. */
async function open(path = '/house/settings'): Promise<Page> {
  await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
  await put(first);
  const page = await windows.open('admin', '/');
  await live(page);
  await page.goto(new URL(path, page.url()).href);
  return page;
}

/** The hub answers so, once. */
async function answerOnce(page: Page, path: string, status: number, json: object): Promise<void> {
  const glob = `**${path}`;
  await page.context().route(glob, async route => {
    if (route.request().method() === 'GET') return route.fallback();
    await route.fulfill({ status, json });
    await page.context().unroute(glob);
  });
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const title = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

describe.skipIf(reason !== undefined)('the settings', () => {
  it('are a list of what is so now, from House on', async () => {
    const page = await open('/house');
    await link(page, /^Settings/).click();
    await title(page, 'The house is set up like this.');
    await link(page, 'Sensors 8 sensors, 2 with an entry delay').waitFor();
    await link(page, 'Away All 6 sensors, leave in 1 min, disarm within 30 s').waitFor();
    await link(page, 'Night 4 of 6 sensors, arms at once, disarm within 15 s').waitFor();
    await expectNoBarriers(page, 'settings');
    // Every page, by the keyboard: what opens has the focus in its heading.
    await link(page, /^Sensors/).focus();
    await page.keyboard.press('Enter');
    await title(page, '8 sensors, 2 with an entry delay.');
    await page.locator('h1:focus').waitFor();
    await expectNoBarriers(page, 'settings-sensors');
    await link(page, /^Front door/).click();
    await title(page, 'Front door');
    await expectNoBarriers(page, 'settings-sensor');
    await page.evaluate('scrollTo(0, 9999)');
    await shoot(page, 'settings-sensor-below');
    for (const [path, words, shot] of [
      ['profile/night', 'Night watches 4 of 6 sensors.', 'profile'],
      ['profile/away', 'Away watches all 6 sensors.', 'away'],
      ['alarm', 'An alarm lasts 5 min.', 'alarm'],
      ['groups', '1 group of sensors speaks together.', 'groups'],
      ['schedules', 'Night is armed by itself.', 'schedules'],
      ['versions', 'There is no earlier version yet.', 'no-versions'],
    ] as const) {
      await page.goto(new URL(`/house/settings/${path}`, page.url()).href);
      await title(page, words);
      await expectNoBarriers(page, `settings-${shot}`);
      await page.evaluate('scrollTo(0, 9999)');
      await shoot(page, `settings-${shot}-below`);
      expect([path, await layoutShifts(page)]).toEqual([path, []]);
    }
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('are changed in a draft over several pages, checked, and saved', async () => {
    const page = await open();
    await link(page, /^Sensors/).click();
    await link(page, /^Laundry door/).click();
    await page.getByRole('radio', { name: /^Delay/ }).check();
    await page.getByRole('switch', { name: 'An entry delay of its own' }).check();
    await button(page, 'Disarm within, more').click();
    await page.getByLabel('Name').fill('Utility door');
    await page.getByLabel('Name').press('Tab');
    await button(page, '3 changes · Check and save').waitFor();
    await expectNoBarriers(page, 'settings-changed');
    await link(page, 'Sensors').click();
    await link(page, /^Utility door Delay, disarm within 35 s/).waitFor();
    await link(page, 'Settings').click();
    await title(page, '3 changes are not saved yet.');
    await link(page, /^Night/).click();
    await page.getByRole('checkbox', { name: /^Hall/ }).check();
    await page.getByRole('switch', { name: 'Its own time to leave' }).uncheck();
    await page.getByText('Off: as the house, 1 min.').waitFor();
    await button(page, '5 changes · Check and save').click();
    const check = sheet(page, 'Save 5 changes?');
    await check.getByText('Laundry door: instant → becomes delay').waitFor();
    await check.getByText('Night, sensors: with Hall').waitFor();
    await check.getByText(/^(Nothing is recorded yet|Over the last)/).waitFor();
    await expectNoBarriers(page, 'settings-check');
    await save(page).click();
    await page.getByText('Saved.').waitFor();
    await page.locator('h1:focus').waitFor();
    const { settings } = await now();
    expect(settings.sensors.find(({ id }) => id === 'laundry')).toMatchObject({
      ...{ name: 'Utility door', zone: 'delay', entryDelay: 35 },
    });
    expect(settings.alarm.delays).toEqual({ night: { entry: 15 } });
    expect(settings.alarm.profiles.night).toEqual([
      ...['front', 'garage', 'laundry', 'hall', 'kitchen'],
    ]);
    expect(await page.locator('sec-settings-bar').count()).toBe(0);
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('say what would be missed, and what the past cannot say', async () => {
    await put(first);
    await house.ask('/api/mode', 'PUT', { mode: 'alert', profile: 'night' });
    house.move(laundryLine, 1);
    const incident = await until(
      async () => (await house.ask('/api/status')).incident?.id as string | undefined,
    );
    house.move(laundryLine, 0);
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    await house.ask(`/api/incidents/${incident}/mark`, 'PUT', { mark: 'real' });
    const page = await open('/house/settings/sensors/laundry');
    await page.getByRole('radio', { name: /^Chime/ }).check();
    await button(page, '1 change · Check and save').click();
    await page.getByText(/this would have raised 0 alarms instead of 1\./).waitFor();
    await page.getByText(/marked as real on .+ \(Laundry door\) would NOT/).waitFor();
    await page.getByText('1 alarm that would differ').click();
    await page.getByText('Raised as it is now, not with the changes').waitFor();
    await expectNoBarriers(page, 'settings-lost');
    await button(page, 'Not now').click();
    await button(page, '1 change · Check and save').and(page.locator(':focus')).waitFor();
    const away = { title: 'Away', code: 'history_away', status: 503 };
    await answerOnce(page, '/api/settings/replay', 503, away);
    await page.keyboard.press('Enter');
    await page.getByText('The past could not be asked').waitFor();
    await page.getByText('The long-term record is away just now.').waitFor();
    await expectNoBarriers(page, 'settings-no-past');
    await save(page).click();
    await page.getByText('Saved.').waitFor();
    expect((await now()).settings.sensors.find(({ id }) => id === 'laundry')?.zone).toBe('chime');
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('explain what is wrong at its field, before and after the hub is asked', async () => {
    const page = await open('/house/settings/alarm');
    const leave = page.getByLabel('Leave in', { exact: true });
    await leave.fill('20');
    await leave.press('Tab');
    await page.getByText('Write 0, or 45 to 255.').waitFor();
    expect(await leave.getAttribute('aria-invalid')).toBe('true');
    expect(await leave.getAttribute('aria-describedby')).toBe('hint wrong');
    await expectNoBarriers(page, 'settings-wrong');
    await link(page, 'Settings').click();
    await page.getByText('1 thing to put right').waitFor();
    await button(page, /1 to put right/).click();
    await leave.and(page.locator(':focus')).waitFor();
    await leave.fill('0');
    await leave.press('ArrowUp');
    expect(await leave.inputValue()).toBe('45');
    // What the app does not know to be wrong, as with a newer hub.
    const errors = [{ path: 'alarm.groups.0.trips', message: 'write no more than it has sensors' }];
    const invalid = { title: 'Invalid', code: 'invalid', status: 400, errors };
    await answerOnce(page, '/api/settings', 400, invalid);
    await button(page, '1 change · Check and save').click();
    await save(page).click();
    const many = page.getByLabel('So many of them', { exact: true });
    await many.and(page.locator(':focus')).waitFor();
    await page.getByText('Write no more than it has sensors.').waitFor();
    await button(page, 'So many of them, more').click();
    await button(page, '2 changes · Check and save').click();
    await save(page).click();
    await page.getByText('Saved.').waitFor();
    expect((await now()).settings.alarm.groups[0]?.trips).toBe(3);
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('take new groups and schedules, and let them go', async () => {
    const page = await open('/house/settings/groups');
    await button(page, 'Add a group').click();
    await page.getByText('Choose at least two sensors.').waitFor();
    const card = page.getByRole('group', { name: 'Group 2', exact: true });
    await card.getByRole('checkbox', { name: 'Hall' }).check();
    await card.getByRole('checkbox', { name: 'Kitchen window' }).check();
    await page.getByText('Choose at least two sensors.').waitFor({ state: 'detached' });
    await button(page, 'Remove Downstairs').click();
    await link(page, 'Settings').click();
    await link(page, /^By itself/).click();
    await button(page, 'Add a schedule').click();
    await page.getByRole('group', { name: /^Night at 23:00, every day/ }).waitFor();
    await button(page, 'Remove this schedule').first().click();
    await page.getByLabel('At', { exact: true }).first().fill('21:45');
    await page.getByRole('checkbox', { name: 'Saturday' }).uncheck();
    await page.getByRole('radio', { name: /^When everyone is in/ }).check();
    await page.getByRole('switch', { name: 'Tell what stands open' }).uncheck();
    await expectNoBarriers(page, 'settings-schedules-changed');
    await button(page, /Check and save/).click();
    await save(page).click();
    await page.getByText('Saved.').waitFor();
    const { alarm } = (await now()).settings;
    expect(alarm).toMatchObject({
      groups: [{ name: 'Group 2', sensors: ['hall', 'kitchen'], trips: 2, window: 60 }],
      schedules: [
        { at: '21:45', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sun'], when: 'everyone-in' },
      ],
      bedtime: null,
    });
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('are not lost on the way out unasked', async () => {
    const page = await open('/house');
    await link(page, /^Settings/).click();
    await link(page, /^Delays/).click();
    await button(page, 'It lasts, more').click();
    await link(page, 'Days').click();
    await expectNoBarriers(page, 'settings-leave');
    await button(page, 'Stay').click();
    await title(page, /lasts 5 min 30 s/);
    await page.goBack();
    await title(page, '1 change is not saved yet.');
    await page.goBack();
    await sheet(page, 'Leave without saving?').waitFor();
    await button(page, 'Leave').click();
    await page.waitForURL(/\/house$/);
    await page.goForward();
    await title(page, 'The house is set up like this.');
    await link(page, /^Delays/).click();
    await button(page, 'It lasts, less').click();
    await button(page, 'Discard').click();
    await sheet(page, 'Discard what you changed?').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Nothing was changed.').waitFor();
    await title(page, /lasts 5 min\.$/);
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('notice that somebody else was faster, or that the house is armed', async () => {
    const page = await open('/house/settings/alarm');
    await button(page, 'It lasts, more').click();
    await button(page, 'Trips of one sensor, more').click();
    await put({ ...first, alarm: { ...first.alarm, duration: 600, exitDelay: 90 } });
    await button(page, '2 changes · Check and save').click();
    await save(page).click();
    await page.getByText('Somebody changed the settings meanwhile.').waitFor();
    await page.locator('h1:focus').waitFor();
    expect(await page.evaluate('scrollY')).toBe(0);
    await expectNoBarriers(page, 'settings-meanwhile');
    await button(page, 'Reload').click();
    await page.getByRole('listitem').getByText('Alarm time').waitFor();
    await expectNoBarriers(page, 'settings-conflict');
    await button(page, '1 change · Check and save').click();
    await save(page).click();
    await page.getByText('Saved.').waitFor();
    expect((await now()).settings.alarm).toMatchObject({
      ...{ duration: 600, exitDelay: 90, confirmTrips: 2 },
    });
    // The environment sets one key; the rest waits for the house to be disarmed.
    expect(await button(page, 'Final door, more').isDisabled()).toBe(true);
    await page.getByText('Set by the hub’s environment').waitFor();
    await button(page, 'Leave in, more').click();
    await house.ask('/api/mode', 'PUT', { mode: 'alert', profile: 'away', now: true });
    await page.getByText('The house is armed: disarm first.').waitFor();
    await expectNoBarriers(page, 'settings-locked');
    expect(await button(page, /Check and save/).isDisabled()).toBe(true);
    expect(await button(page, 'It lasts, more').isDisabled()).toBe(true);
    await link(page, 'Settings').click();
    await title(page, 'Nothing can be changed now.');
    await expectNoBarriers(page, 'settings-locked-list');
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    await button(page, /Check and save/)
      .and(page.locator(':enabled'))
      .waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('come back as they were before', async () => {
    await put({ ...first, alarm: { ...first.alarm, duration: 60 } });
    const page = await open('/house/settings/profile/home');
    await page.getByRole('switch', { name: 'All sensors' }).check();
    await button(page, '1 change · Check and save').click();
    await save(page).click();
    await page.getByText('Saved.').waitFor();
    await link(page, 'Settings').click();
    await link(page, /^Earlier versions \d+ versions, the last saved by admin/).click();
    await page.getByText('Written by hand').last().waitFor();
    await expectNoBarriers(page, 'settings-versions');
    await page.locator('.rows button').first().click();
    await page.getByText('At home, sensors: all sensors → becomes Front door').waitFor();
    await expectNoBarriers(page, 'settings-version');
    await button(page, 'Bring it back').click();
    await expectNoBarriers(page, 'settings-restore');
    await sheet(page, 'Bring this version back?')
      .getByRole('button', { name: 'Bring it back' })
      .click();
    await page.getByText('The earlier version is back.').waitFor();
    await title(page, /^\d+ earlier versions\.$/);
    expect((await now()).settings.alarm.profiles.home).toEqual(['front']);
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('are for admins: others read a sentence, and nothing is asked', async () => {
    const page = await windows.open('Tom', '/');
    await live(page);
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    await page.goto(new URL('/house/settings/groups', page.url()).href);
    await title(page, 'Admins set up the house.');
    await live(page);
    await expectNoBarriers(page, 'settings-member');
    expect(asked.filter(path => path.startsWith('/api/settings'))).toEqual([]);
    await link(page, 'House').first().click();
    await link(page, /^How I am told/).waitFor();
    expect(await link(page, /^Settings/).count()).toBe(0);
    expect(windows.complaints()).toEqual([]);
  }, 300_000);
});
