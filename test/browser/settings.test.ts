import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SettingsPage } from '../../server/protocol.ts';
import { runProgram } from '../hub-process.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';
import { expectNoBarriers, layoutShifts, shoot } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { noonZone } from './noon-zone.ts';
import { answerFor, createStandIn, type StandIn } from './settings-stand-in.ts';
import { createWindows, live } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

const names = {
  ...{ front: 'Front door', garage: 'Garage side door', laundry: 'Laundry door', hall: 'Hall' },
  ...{ lounge: 'Lounge', kitchen: 'Kitchen window', smoke: 'Smoke detector', post: 'Letter box' },
};
let house: WiredHouse;
let hub: StandIn;
const windows = createWindows(() => ({
  place: { data: dirname(house.pki) },
  hub: { address: house.address() },
}));

beforeAll(async () => {
  house = createWiredHouse(`
timeZone: ${noonZone()}
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  list:
${Object.entries(names)
  .map(([id, name], line) => `    - { id: ${id}, name: ${name}, kind: contact, line: ${line + 5} }`)
  .join('\n')}
`);
  if (reason !== undefined) return;
  await house.start();
  const data = dirname(house.pki);
  const place = { folder: dirname(data), data, configure: async () => {}, remove: async () => {} };
  const run = runProgram('pki', ['issue', 'Tom'], place);
  expect([await run.ended, run.output()]).toEqual([0, expect.any(String)]);
  const [, passphrase = ''] = /^passphrase: (\S+)$/m.exec(run.output()) ?? [];
  writeFileSync(join(house.pki, 'devices/Tom/passphrase'), passphrase);
}, 120_000);
afterAll(() => house?.remove());
afterEach(() => windows.close());

async function open(path = '/house/settings', who = 'admin'): Promise<Page> {
  const page = await windows.open(who, '/');
  hub = createStandIn(names);
  await answerFor(page.context(), hub);
  await live(page);
  await page.goto(new URL(path, page.url()).href);
  return page;
}
const now = async (): Promise<SettingsPage> => hub.page;

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
      ['alarm', /^A second sensor within 30 min/, 'alarm'],
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
    await check.getByText('this would have raised 2 alarms instead of 11.').waitFor();
    await check.getByText('None of the 1 you marked as real is lost.').waitFor();
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
    const page = await open('/house/settings/sensors/laundry');
    const at = '2026-05-02T20:00:00.000Z';
    hub.report = {
      ...{ days: 90, events: 4000, before: 3, after: 1 },
      real: { known: 1, lost: [{ at, sensors: ['laundry'] }] },
      differences: [
        { at, sensors: ['laundry'], isRaised: 'before' },
        { at: '2026-04-02T20:00:00.000Z', sensors: ['hall', 'lounge'], isRaised: 'after' },
      ],
    };
    await page.getByRole('radio', { name: /^Chime/ }).check();
    await button(page, '1 change · Check and save').click();
    await page.getByText(/marked as real on \d May \(Laundry door\) would NOT/).waitFor();
    await page.getByText('2 alarms that would differ').click();
    await page.getByText('Raised with the changes, not as it is now').waitFor();
    await expectNoBarriers(page, 'settings-lost');
    await button(page, 'Not now').click();
    await button(page, '1 change · Check and save').and(page.locator(':focus')).waitFor();
    hub.report = 'fails';
    await page.keyboard.press('Enter');
    await page.getByText('The past could not be asked').waitFor();
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
    await button(page, /See what is wrong/).click();
    await leave.and(page.locator(':focus')).waitFor();
    await leave.fill('0');
    await leave.press('ArrowUp');
    expect(await leave.inputValue()).toBe('45');
    hub.errors = [{ path: 'alarm.groups.0.trips', message: 'write no more than it has sensors' }];
    await button(page, '1 change · Check and save').click();
    await save(page).click();
    const many = page.getByLabel('So many of them', { exact: true });
    await many.and(page.locator(':focus')).waitFor();
    await page.getByText('Write no more than it has sensors.').waitFor();
    hub.errors = [];
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
    await button(page, 'Final door, more').click();
    const { alarm, sensors } = hub.page.settings;
    const theirs = { sensors, alarm: { ...alarm, duration: 600, exitDelay: 90 } };
    hub.page = { ...hub.page, settings: theirs, version: '7' };
    await button(page, '2 changes · Check and save').click();
    await save(page).click();
    await page.getByText('Somebody changed the settings meanwhile.').waitFor();
    await expectNoBarriers(page, 'settings-meanwhile');
    await button(page, 'Reload').click();
    await page.getByRole('listitem').getByText('Alarm time').waitFor();
    await expectNoBarriers(page, 'settings-conflict');
    await button(page, '1 change · Check and save').click();
    await save(page).click();
    await page.getByText('Saved.').waitFor();
    expect((await now()).settings.alarm).toMatchObject({
      ...{ duration: 600, exitDelay: 90, finalDoor: 6 },
    });
    hub.page = { ...hub.page, locked: 'the house is armed: disarm it to change its settings' };
    hub.page = { ...hub.page, overridden: ['alarm.duration', 'sensors'] };
    await page.reload();
    await page.getByText('The house is armed: disarm it').waitFor();
    await expectNoBarriers(page, 'settings-locked');
    expect(await button(page, 'It lasts, more').isDisabled()).toBe(true);
    await page.getByText('Set by the hub’s environment').waitFor();
    await link(page, 'Settings').click();
    await title(page, 'Nothing can be changed now.');
    await expectNoBarriers(page, 'settings-locked-list');
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('come back as they were before', async () => {
    const page = await open('/house/settings/profile/home');
    await page.getByRole('switch', { name: 'All sensors' }).check();
    await button(page, '1 change · Check and save').click();
    await save(page).click();
    await page.getByText('Saved.').waitFor();
    await link(page, 'Settings').click();
    await link(page, /^Earlier versions 1 version, the last by admin/).click();
    await expectNoBarriers(page, 'settings-versions');
    await page.locator('.rows button').click();
    await page.getByText('At home, sensors: all sensors → becomes Front door').waitFor();
    await expectNoBarriers(page, 'settings-version');
    await button(page, 'Bring it back').click();
    await expectNoBarriers(page, 'settings-restore');
    await sheet(page, 'Bring this version back?')
      .getByRole('button', { name: 'Bring it back' })
      .click();
    await page.getByText('The earlier version is back.').waitFor();
    await title(page, '2 earlier versions.');
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
