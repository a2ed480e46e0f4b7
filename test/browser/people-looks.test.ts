import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { send } from '../request.ts';
import { expectNoBarriers, shoot } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { addPhone } from './family.ts';
import { createWindows } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
const windows = createWindows(() => ({ place, hub }));

beforeAll(async () => {
  place = await createPlace(anyPort);
  hub = await startHub(place);
  const ines = await addPhone(hub, place, {
    ...{ name: 'Ines’s phone', person: 'Ines', role: 'admin', days: 23 },
  });
  const body = { display: 'standalone' };
  await send(`${hub.address}/api/me/opened`, { as: ines, method: 'POST', body });
  await addPhone(hub, place, { name: 'Tom’s phone', person: 'Tom' });
  await addPhone(hub, place, { name: 'Tablet in the kitchen', person: 'Tom', days: 5 });
  const endsAt = '2099-12-24T13:00:00.000Z';
  await addPhone(hub, place, { name: 'Rosa’s phone', person: 'Rosa', role: 'guest', endsAt });
  await addPhone(hub, place, { name: 'Old phone', person: 'Ines' });
  await hub.send('/api/devices/Old%20phone', { method: 'DELETE' });
  await hub.send(`/api/devices/${encodeURIComponent('Tom’s phone')}/suspend`, { method: 'POST' });
  await hub.send('/api/people/Rosa/authenticator', { method: 'POST' });
}, 120_000);
afterAll(async () => {
  await windows.end();
  await hub?.stop();
  await place?.remove();
});
afterEach(windows.close);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

describe.skipIf(reason !== undefined)('nothing is in anybody’s way', () => {
  it('in People and its sheets', async () => {
    const page = await windows.open('Ines’s phone', '/people');
    await button(page, /^Rosa(?!’)/).waitFor();
    await expectNoBarriers(page, 'people');
    await button(page, 'Add a phone').click();
    await sheet(page, 'Add a phone').getByRole('radio', { name: /Guest/ }).check();
    await expectNoBarriers(page, 'add');
    await page.getByLabel('Their name').fill('Grandma Elisabeth');
    await button(page, 'Next').click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await expectNoBarriers(page, 'pairing');
    await page.getByText(/Is it really this house/).click();
    await expectNoBarriers(page, 'pairing-fingerprint');
    await button(page, 'Close').click();
    await expectNoBarriers(page, 'pairing-stop');
    await button(page, 'Stop').click();
    await button(page, /Tom’s phone/).click();
    await sheet(page, 'Tom’s phone').waitFor();
    await expectNoBarriers(page, 'device');
    await button(page, 'Rename').click();
    await expectNoBarriers(page, 'rename');
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('in what is done with a person', async () => {
    const page = await windows.open('Ines’s phone', '/people');
    await button(page, /^Rosa(?!’)/).click();
    await sheet(page, 'Rosa').waitFor();
    await expectNoBarriers(page, 'person');
    await button(page, 'New authenticator').click();
    await button(page, 'Make a new one').click();
    await sheet(page, 'Rosa’s authenticator').waitFor();
    await expectNoBarriers(page, 'authenticator');
    // Nobody prints here; what would be printed is looked at.
    await page.evaluate('window.print = () => undefined');
    await button(page, 'Print the codes').click();
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('heading', { name: 'Recovery codes of Rosa' }).waitFor();
    expect(await page.getByRole('listitem').count()).toBe(10);
    expect(await sheet(page, /authenticator/).isVisible()).toBe(false);
    await shoot(page, 'printed');
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await button(page, 'Done').click();
    await button(page, 'Yes, close').click();
    await button(page, /^Rosa(?!’)/).click();
    await button(page, 'Remove Rosa').click();
    await expectNoBarriers(page, 'remove');
    await sheet(page, 'Remove Rosa?').getByRole('button', { name: 'Remove' }).click();
    await sheet(page, 'Rosa is out.').waitFor();
    await expectNoBarriers(page, 'removal');
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('in what concerns this phone', async () => {
    const page = await windows.open('Ines’s phone', '/');
    await page.getByRole('link', { name: /certificate ends in/ }).waitFor();
    await expectNoBarriers(page, 'now-expiry');
    await page.getByRole('link', { name: 'House' }).click();
    await page.getByRole('link', { name: /A phone is lost/ }).waitFor();
    await expectNoBarriers(page, 'house');
    await page.getByRole('link', { name: /This phone/ }).click();
    await button(page, 'Show the digits').waitFor();
    await expectNoBarriers(page, 'phone');
    await button(page, 'Show the digits').click();
    await sheet(page, /Type these/)
      .getByRole('timer')
      .waitFor();
    await expectNoBarriers(page, 'digits');
    await button(page, 'Done').click();
    await button(page, 'Set a PIN').click();
    await expectNoBarriers(page, 'pin');
    await button(page, 'Cancel').click();
    await page.goBack();
    await page.getByRole('link', { name: /A phone is lost/ }).click();
    await button(page, 'Suspend Ines’s phone').waitFor();
    await expectNoBarriers(page, 'lost');
    await page.context().setOffline(true);
    await page.getByText('The house is out of reach').waitFor();
    expect(await button(page, 'Suspend Ines’s phone').isDisabled()).toBe(true);
    await expectNoBarriers(page, 'lost-offline');
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('on the way in', async () => {
    const page = await windows.open(undefined, '/');
    await button(page, 'This phone has a certificate in Safari').click();
    await page.getByRole('heading', { name: 'Connect this app.' }).waitFor();
    await page.getByLabel('Eight digits').fill('12345678');
    await button(page, 'Connect').click();
    await page.getByText(/do not fit/).waitFor();
    await expectNoBarriers(page, 'connect');
    await button(page, 'Sign in with a name and a code').click();
    await page.getByLabel('Name').waitFor();
    await expectNoBarriers(page, 'sign-in');
    expect(windows.complaints()).toEqual([]);
  }, 300_000);
});
