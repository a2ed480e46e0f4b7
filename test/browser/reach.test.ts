import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../until.ts';
import { expectNoBarriers, layoutShifts, shoot } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { live } from './windows.ts';
import { startWiredFamily, type WiredFamily } from './wired-family.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

let family: WiredFamily;

beforeAll(async () => {
  if (reason === undefined) family = await startWiredFamily('  escalate: ["+61400000009"]');
  await family?.letIn('Tom');
  await family?.letIn('Rosa', '--role', 'guest');
}, 120_000);
afterAll(() => family?.end());
afterEach(() => family?.windows.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const card = (page: Page, name: string) => page.getByRole('region', { name });

describe.skipIf(reason !== undefined)('how somebody is told', () => {
  it('is written down by themselves, with what is wrong beside its field', async () => {
    const { windows, askAs } = family;
    const page = await windows.open('Tom', '/house');
    await page.getByRole('link', { name: /How I am told/ }).click();
    await page.getByRole('heading', { level: 1, name: /You get no texts/ }).waitFor();
    const number = page.getByLabel('Mobile number');
    await number.fill('0400 000 003');
    await button(page, 'Save').click();
    await page.getByText('In Australia: +61400000003').waitFor();
    await number.and(page.locator(':focus')).waitFor();
    await number.fill('+61 400 000 003');
    await page.getByRole('switch', { name: 'Quiet hours' }).check();
    await page.getByLabel('From').fill('07:00');
    await page.getByLabel('Until').fill('07:00');
    await button(page, 'Save').click();
    await page.getByText(/must differ/).waitFor();
    await expectNoBarriers(page, 'alerts-wrong');
    await page.getByLabel('From').fill('21:30');
    await button(page, 'Save').click();
    await page.getByText('Saved.').waitFor();
    await page
      .getByRole('heading', { level: 1, name: /^You get texts, and notifications/ })
      .waitFor();
    expect((await askAs('Tom', '/api/me/alerts')).json).toEqual({
      ...{ number: '+61400000003', sms: true, push: true, chime: false },
      quiet: { from: '21:30', to: '07:00' },
    });
    await expectNoBarriers(page, 'alerts');
    await page.context().setOffline(true);
    await page.getByText('The house is out of reach').waitFor();
    expect(await button(page, 'Save').isDisabled()).toBe(true);
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('is changed by an admin for another, and not for a guest', async () => {
    const { windows, askAs } = family;
    const page = await windows.open('admin', '/people');
    await button(page, /^Tom/).first().click();
    await button(page, 'How Tom is told').click();
    const sheet = page.getByRole('dialog', { name: 'How Tom is told' });
    await sheet.getByLabel('Mobile number').fill('12');
    await button(page, 'Save').click();
    await sheet.getByText(/Begin with the country/).waitFor();
    await expectNoBarriers(page, 'alerts-sheet');
    await sheet.getByLabel('Mobile number').fill('+61400000004');
    await sheet.getByRole('switch', { name: 'Quiet hours' }).uncheck();
    await button(page, 'Save').click();
    await page.getByText('How Tom is told is changed.').waitFor();
    expect((await askAs('Tom', '/api/me/alerts')).json).toMatchObject({
      ...{ number: '+61400000004', quiet: null },
    });
    await button(page, /^Rosa/).first().click();
    await page.getByRole('dialog', { name: 'Rosa' }).waitFor();
    expect(await button(page, /is told/).count()).toBe(0);
    expect(windows.complaints()).toEqual([]);
  }, 300_000);
});

describe.skipIf(reason !== undefined)('who can be reached', () => {
  it('is said in a sentence, tried out, and proved by a tap', async () => {
    const { company, windows, askAs } = family;
    const page = await windows.open('Tom', '/house/reach');
    await page
      .getByRole('heading', { level: 1, name: 'An alarm should reach Tom, Mum and Gran.' })
      .waitFor();
    await page.getByText('admin has no phone that can be told.').waitFor();
    const own = card(page, 'Tom (you)');
    await own.getByText('Texts to +61400000004').waitFor();
    await expectNoBarriers(page, 'reach');
    // A member tries their own number and nobody else's.
    expect(await card(page, 'Mum').getByRole('button').count()).toBe(0);
    await own.getByRole('button', { name: 'Send a test text' }).click();
    await own.getByText('Did it arrive?').waitFor();
    await until(() => company.delivered.get('61400000004')?.[0]);
    await own.getByText('Taken by the phone company').waitFor();
    await own.getByRole('button', { name: 'It did not' }).click();
    await own.getByText('Wait two minutes').waitFor();
    await shoot(page, 'reach-lost');
    await own.getByRole('button', { name: 'It arrived' }).click();
    await own.getByText('Confirmed by a tap').waitFor();
    await page.getByRole('heading', { level: 1, name: 'An alarm reaches Tom.' }).waitFor();
    const { people } = (await askAs('Tom', '/api/reach')).json;
    expect(people.find(({ name }: { name: string }) => name === 'Tom').sms.confirmedAt).not.toBe(
      null,
    );
    // Once in half a minute, so that nobody uses up the day's messages.
    await own.getByRole('button', { name: 'Send a test text' }).click();
    await page.getByRole('alert').getByText('Too many tries. Try again in').waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('shows first what is broken, with what to do, and what was given up', async () => {
    const { company, windows, house } = family;
    company.answers.push({ kind: 'bad', numbers: ['61400000001'] });
    const page = await windows.open('admin', '/house/reach');
    const mum = card(page, 'Mum');
    await mum.getByRole('button', { name: 'Send a test text' }).click();
    await mum.getByText('Broken').first().waitFor();
    await mum.getByText(/Look whether the number in sec53.yaml is right/).waitFor();
    await page.getByText('Nothing gets through to Mum.').waitFor();
    const [first] = await page.locator('sec-reach-card h2').allInnerTexts();
    expect(first).toMatch(/Mum|admin/);
    await page.getByText(/of 300 sent today/).waitFor();
    await page.getByText('notify: push: { subject').waitFor();
    await page.getByText('To Mum', { exact: true }).waitFor();
    await expectNoBarriers(page, 'reach-broken');
    await page.getByText('Could not be delivered').scrollIntoViewIfNeeded();
    await shoot(page, 'reach-bottom');
    expect((await house.ask('/api/reach')).undelivered).toHaveLength(1);
    await page.context().setOffline(true);
    await page.getByText('this is what was last heard').waitFor();
    await expectNoBarriers(page, 'reach-offline');
    expect(windows.complaints()).toEqual([]);
  }, 300_000);
});

describe.skipIf(reason !== undefined)('what is shown first', () => {
  it.each(['/house/reach', '/house/alerts', '/incidents'])(
    'stays in its place (%s)',
    async path => {
      // A phone that was here before remembers whose it is, and begins with the right screen.
      const page = await family.windows.open('Tom', '/');
      await live(page);
      await page.goto(new URL(path, page.url()).href);
      await page.getByRole('heading', { level: 1, name: /reaches|get|alarm/ }).waitFor();
      expect(await layoutShifts(page)).toEqual([]);
    },
  );
});
