import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { send } from '../request.ts';
import { shoot } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { addPhone, install, written } from './family.ts';
import { createWindows, live } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
const windows = createWindows(() => ({ place, hub }));

beforeAll(async () => {
  place = await createPlace(anyPort);
  hub = await startHub(place);
});
afterAll(async () => {
  await windows.end();
  await hub?.stop();
  await place?.remove();
});
afterEach(windows.close);

describe.skipIf(reason !== undefined)('a phone of its own', () => {
  it('connects its app by eight digits, and ends it again', async () => {
    const safari = await windows.open('admin', '/house/phone');
    await safari.getByRole('button', { name: 'Show the digits' }).click();
    const digits = safari.getByRole('dialog').getByText(/^\d{4} \d{4}$/);
    await digits.waitFor();
    const code = (await digits.textContent()) ?? '';
    const app = await windows.open(undefined, '/', { isOnHomeScreen: true });
    await app.getByLabel('Eight digits').fill('0000 0001');
    await app.getByRole('button', { name: 'Connect' }).click();
    await app.getByRole('alert').getByText('do not fit').waitFor();
    await app.getByLabel('Eight digits').fill(code);
    await app.getByRole('button', { name: 'Connect' }).click();
    await live(app);
    const { devices } = (await hub.send('/api/devices')).json;
    expect(devices[0]).toMatchObject({ name: 'admin', appAt: expect.any(String) });

    await safari.getByRole('button', { name: 'Done' }).click();
    await safari.getByText('as the app of admin').waitFor();
    await safari.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await app.getByRole('heading', { name: 'Connect this app.' }).waitFor();
    expect(windows.complaints()).toEqual([]);
  });

  it('says when its certificate ends, and renews it with a tap', async () => {
    await addPhone(hub, place, { name: 'Ines’s phone', person: 'Ines', days: 23 });
    const page = await windows.open('Ines’s phone', '/');
    await page.getByRole('link', { name: /certificate ends in 2[23] days/ }).click();
    await page.getByRole('button', { name: 'Renew its certificate' }).click();
    const sheet = page.getByRole('dialog', { name: 'Renew this phone' });
    const setup = sheet.getByRole('link', { name: 'Open the setup page' });
    const link = (await setup.getAttribute('href')) ?? '';
    await shoot(page, 'renew-own');
    const passphrase = await written(sheet.locator('output'));
    await install(hub, link, passphrase);
    await sheet.locator('[data-step=identity]').getByText('done').waitFor();
    await sheet.locator('[data-step=root]').getByText('done').waitFor();
    expect(windows.complaints()).toEqual([]);
  });

  it('suspends another that is lost', async () => {
    const lost = await addPhone(hub, place, { name: 'lost', person: 'Sue' });
    await addPhone(hub, place, { name: 'Sue’s tablet', person: 'Sue' });
    const page = await windows.open('Sue’s tablet', '/house');
    await page.getByRole('link', { name: /A phone is lost/ }).click();
    await page.getByRole('button', { name: 'Suspend lost' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    await page.getByText('lost is suspended.').waitFor();
    expect((await send(`${hub.address}/api/session`, { as: lost })).status).toBe(401);
    expect(windows.complaints()).toEqual([]);
  });

  it('shows a guest how the house is, and their own phone', async () => {
    await addPhone(hub, place, { name: 'Rosa’s phone', person: 'Rosa', role: 'guest' });
    const page = await windows.open('Rosa’s phone', '/people');
    await page.getByText('You can look. The family changes the mode.').waitFor();
    expect(await page.getByRole('navigation').getByRole('link').count()).toBe(2);
    await page.getByRole('link', { name: 'House' }).click();
    await page.getByRole('link', { name: /This phone/ }).click();
    await page.getByRole('heading', { name: 'This is Rosa’s phone.' }).waitFor();
    expect(windows.complaints()).toEqual([]);
  });
});
