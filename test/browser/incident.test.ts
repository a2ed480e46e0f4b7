import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectNoBarriers, layoutShifts } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { live } from './windows.ts';
import { startWiredFamily, type WiredFamily, wires } from './wired-family.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

let family: WiredFamily;

beforeAll(async () => {
  if (reason === undefined) family = await startWiredFamily();
});
afterAll(() => family?.end());
afterEach(() => family?.windows.close());

const { door, hall, laundry } = wires;
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function arm(): Promise<void> {
  for (const line of [door, hall, laundry]) family.house.move(line, 0);
  await family.house.ask('/api/mode', 'PUT', { mode: 'alert' });
}

describe.skipIf(reason !== undefined)('an alarm', () => {
  it('leads from Now to its own screen, grows there, is seen, disarmed and marked', async () => {
    const { house, company, windows } = family;
    company.answers.push({ kind: 'bad', numbers: ['61400000002'] });
    await arm();
    const page = await windows.open('admin', '/');
    await live(page);
    house.move(door, 1);
    await page.getByRole('heading', { name: 'Front door.' }).waitFor();
    await expectNoBarriers(page, 'now-alarm');
    await page.getByRole('link', { name: /What happened, and who was told/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Front door opened.' }).waitFor();
    await page.getByText('Sent by SMS Broadcast').first().waitFor();
    await page.getByText(/Given up: .*Invalid Number/).waitFor();
    await page.getByText('Sent to Mum. Nothing got out to Gran.').waitFor();
    expect(await page.getByRole('group', { name: 'What was it?' }).count()).toBe(0);

    // It grows while it is looked at, and says so to whoever does not see it.
    house.move(hall, 1);
    await page.getByRole('heading', { name: 'Front door opened, then Hall motion.' }).waitFor();
    await page.locator('sec-step-list').getByText('The alarm is confirmed').waitFor();
    await page.getByRole('status').getByText('The alarm is confirmed.').waitFor();
    await page.getByText('Text: the alarm is confirmed').first().waitFor();
    house.move(hall, 0);
    await expectNoBarriers(page, 'incident-open');

    await button(page, 'I’ve seen it').click();
    await page.getByText(/^Seen by admin at/).waitFor();
    await page.getByRole('heading', { level: 1 }).and(page.locator(':focus')).waitFor();
    await button(page, 'Disarm…').click();
    const question = page.getByRole('dialog', { name: 'Leave Alert?' });
    await question.getByRole('button', { name: 'Stay in Alert' }).click();
    expect((await house.ask('/api/status')).mode).toBe('alert');
    await button(page, 'Disarm…').click();
    await question.getByRole('button', { name: 'Switch to Monitor' }).click();
    await page.getByText('Monitor, by admin').waitFor();
    await button(page, 'Disarm…').waitFor({ state: 'detached' });

    const pet = button(page, 'A pet');
    await pet.click();
    await pet.and(page.locator('[aria-pressed=true]')).waitFor();
    await page.getByText(/Said by admin/).waitFor();
    const { incidents } = await house.ask('/api/incidents');
    expect(incidents[0]).toMatchObject({ mark: 'pet', markedBy: { name: 'admin' } });
    await expectNoBarriers(page, 'incident-over');
    await pet.click();
    await pet.and(page.locator('[aria-pressed=false]')).waitFor();
    await button(page, 'A test').click();
    await page.getByText(/Said by admin/).waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('stands among the past ones, of which more come when asked for', async () => {
    const { house, windows } = family;
    for (let number = 0; number < 22; number++) {
      await arm();
      house.move(laundry, 1);
      await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    }
    const page = await windows.open('admin', '/house');
    await page.getByRole('link', { name: /Past alarms/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Past alarms' }).waitFor();
    await page.getByText('Laundry door opened.').first().waitFor();
    expect(await page.getByRole('listitem').count()).toBe(20);
    await expectNoBarriers(page, 'incidents');
    await button(page, 'Older').click();
    await page.getByText('A test', { exact: false }).first().waitFor();
    await button(page, 'Older').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /Front door opened, then Hall motion/ }).click();
    await page.getByText('Monitor, by admin').waitFor();
    await page.getByRole('link', { name: 'Past alarms' }).click();
    await page.getByText('Laundry door opened.').first().waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('can be read when a sensor chatters, in few rows', async () => {
    const { house, windows } = family;
    await arm();
    house.move(laundry, 1);
    for (let number = 0; number < 250; number++) {
      house.move(hall, 1);
      house.move(hall, 0);
    }
    const page = await windows.open('admin', '/');
    await page.getByRole('link', { name: /What happened/ }).click();
    await page.getByText(/^250 times, last/).waitFor();
    const happened = page.locator('sec-step-list').getByRole('listitem');
    expect(await happened.count()).toBeLessThan(6);
    await expectNoBarriers(page, 'incident-chatter');
  }, 300_000);

  it('is answered by the keyboard alone', async () => {
    const { house, windows } = family;
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    await arm();
    house.move(door, 1);
    const { incident } = await house.ask('/api/status');
    const page = await windows.open('admin', `/incident/${incident.id}`);
    await button(page, 'I’ve seen it').waitFor();
    await page.reload();
    await page.getByText('Who was told').waitFor();
    expect(await layoutShifts(page)).toEqual([]);
    const reach = async (name: string) => {
      const wanted = button(page, name).and(page.locator(':focus'));
      for (let presses = 0; presses < 30 && (await wanted.count()) === 0; presses++) {
        await page.keyboard.press('Tab');
      }
      await wanted.waitFor();
    };
    await reach('I’ve seen it');
    await page.keyboard.press('Enter');
    await page.getByText(/^Seen by admin at/).waitFor();
    await reach('Disarm…');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Leave Alert?' }).waitFor();
    await page.keyboard.press('Escape');
    await button(page, 'Disarm…').and(page.locator(':focus')).waitFor();
    await reach('The sun');
    await page.keyboard.press('Space');
    await button(page, 'The sun').and(page.locator('[aria-pressed=true]')).waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 120_000);

  it('is shown as what was last heard while the house is out of reach', async () => {
    const { house, windows } = family;
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
    await arm();
    house.move(door, 1);
    const page = await windows.open('admin', '/');
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page.getByRole('link', { name: /What happened/ }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: /What happened/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Front door opened.' }).waitFor();
    await page.getByText('This is what was last heard').waitFor();
    await page.getByText('The rest cannot be shown').waitFor();
    expect(await button(page, 'I’ve seen it').isDisabled()).toBe(true);
    await expectNoBarriers(page, 'incident-offline');
    await page.context().setOffline(false);
    await page.getByText('Sent by SMS Broadcast').first().waitFor();
    await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
  }, 300_000);

  it('that does not exist is said to be none, and a guest sees none at all', async () => {
    const { windows, house } = family;
    const page = await windows.open('admin', '/incident/nothing');
    await page.getByRole('heading', { level: 1, name: 'There is no such alarm.' }).waitFor();
    await expectNoBarriers(page, 'incident-unknown');
    await family.letIn('Rosa', '--role', 'guest');
    const [{ id }] = (await house.ask('/api/incidents')).incidents;
    for (const path of [`/incident/${id}`, '/incidents', '/house/reach', '/house/alerts']) {
      const guest = await windows.open('Rosa', path);
      await guest.getByText('You can look.').waitFor();
      expect(await guest.getByText('Front door opened').count()).toBe(0);
      await guest.getByRole('link', { name: 'House' }).click();
      await guest.getByRole('link', { name: /This phone/ }).waitFor();
      expect(await guest.getByRole('link', { name: /Past alarms|reached|told/ }).count()).toBe(0);
    }
  }, 300_000);
});
