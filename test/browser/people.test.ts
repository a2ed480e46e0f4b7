import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { send } from '../request.ts';
import { shoot } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { addPhone, atSetup, install, written } from './family.ts';
import { createWindows } from './windows.ts';

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

async function readDevice(name: string) {
  const { devices } = (await hub.send('/api/devices')).json;
  return devices.find((device: { name: string }) => device.name === name);
}

describe.skipIf(reason !== undefined)('an admin', () => {
  it('lets a phone in, and sees how far it gets', async () => {
    const page = await windows.open('admin', '/people');
    await page.getByRole('button', { name: 'Add a phone' }).click();
    const sheet = page.getByRole('dialog', { name: 'Add a phone' });
    await sheet.getByLabel('Their name').fill('Tom');
    expect(await sheet.getByLabel('Name of the phone').inputValue()).toBe('Tom’s phone');
    // The one thing that can be wrong here is said beside its field.
    await sheet.getByLabel('Name of the phone').fill('admin');
    await sheet.getByRole('button', { name: 'Next' }).click();
    await sheet.getByText('There is a device called admin.').waitFor();
    await shoot(page, 'add-taken');
    await sheet.getByLabel('Name of the phone').fill('Tom’s phone');
    await sheet.getByRole('button', { name: 'Next' }).click();

    const pairing = page.getByRole('dialog', { name: /Tom’s phone/ });
    await pairing.getByRole('img', { name: /QR code/ }).waitFor();
    const passphrase = await written(pairing.locator('output'));
    expect(passphrase).toMatch(/^[a-z0-9-]{14,}$/);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pairing.getByRole('button', { name: 'Copy the link' }).click();
    await pairing.getByRole('button', { name: 'Copied' }).waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    const step = (name: string) => pairing.locator(`[data-step=${name}]`);
    await step('root').getByText('not yet').waitFor();
    await atSetup(hub, link, '//sec53-ca.crt');
    await step('root').getByText('done').waitFor();
    const phone = await install(hub, link, passphrase);
    await step('identity').getByText('done').waitFor();
    await shoot(page, 'pairing-fetched');
    await send(`${hub.address}/api/session`, { as: phone });
    await step('opened').getByText('done').waitFor();
    const body = { display: 'standalone' };
    await send(`${hub.address}/api/me/opened`, { as: phone, method: 'POST', body });
    await step('app').getByText('done').waitFor();
    await shoot(page, 'pairing-done');
    await pairing.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: /Tom’s phone.*on the Home Screen/ }).waitFor();
    expect(windows.complaints()).toEqual([]);
  });

  it('changes their mind before the phone came, and is asked', async () => {
    const page = await windows.open('admin', '/people');
    await page.getByRole('button', { name: 'Add a phone' }).click();
    await page.getByLabel('Their name').fill('Nobody');
    await page.getByRole('button', { name: 'Next' }).click();
    const pairing = page.getByRole('dialog', { name: 'Let Nobody’s phone in' });
    await pairing.getByRole('img', { name: /QR code/ }).waitFor();
    await page.keyboard.press('Escape');
    const question = page.getByRole('dialog', { name: 'Stop here?' });
    await question.getByRole('button', { name: 'Go on' }).click();
    await pairing.getByRole('button', { name: 'Cancel' }).click();
    await question.getByRole('button', { name: 'Stop' }).click();
    await pairing.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Add a phone' }).and(page.locator(':focus')).waitFor();
    expect(await readDevice('Nobody’s phone')).toBe(undefined);
  });

  it('suspends a phone, lets it in again, renames it, shuts it out', async () => {
    const phone = await addPhone(hub, place, { name: 'Bob’s phone', person: 'Bob' });
    const page = await windows.open('admin', '/people');
    const device = page.getByRole('button', { name: /Bob’s phone/ });
    const sheet = page.getByRole('dialog', { name: 'Bob’s phone', exact: true });
    await device.click();
    await sheet.getByRole('button', { name: 'Suspend' }).click();
    const question = page.getByRole('dialog', { name: 'Suspend Bob’s phone?' });
    await question.getByRole('button', { name: 'Suspend' }).click();
    await page
      .getByText(/^Bob’s phone is suspended\.$/)
      .first()
      .waitFor();
    expect((await send(`${hub.address}/api/session`, { as: phone })).status).toBe(401);

    await device.click();
    await sheet.getByRole('button', { name: 'Let in again' }).click();
    await page.getByText('Bob’s phone is let in again.').waitFor();
    expect((await send(`${hub.address}/api/session`, { as: phone })).status).toBe(200);

    await device.click();
    await sheet.getByRole('button', { name: 'Rename' }).click();
    await sheet.getByLabel('New name').fill('Old phone');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: /Old phone/ }).click();
    await page.getByRole('button', { name: 'Shut out for good' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Shut out', exact: true }).click();
    await page.getByText('Old phone is shut out.').waitFor();
    expect((await send(`${hub.address}/api/session`, { as: phone })).status).toBe(401);
    await page.getByText('Shut out: 1').waitFor();
    expect(windows.complaints()).toEqual([]);
  });

  it('makes somebody a guest with a last day, gives them an authenticator, and removes them', async () => {
    await addPhone(hub, place, { name: 'Rosa’s phone', person: 'Rosa' });
    const page = await windows.open('admin', '/people');
    const person = page.getByRole('button', { name: /^Rosa(?!’)/ });
    const sheet = page.getByRole('dialog', { name: 'Rosa', exact: true });
    await person.click();
    await sheet.getByRole('radio', { name: /Guest/ }).check();
    await sheet.getByLabel(/Last day/).fill('2099-12-24');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await person.getByText('Guest until 24 December 2099').waitFor();

    await person.click();
    await sheet.getByRole('button', { name: 'Set up an authenticator' }).click();
    const made = page.getByRole('dialog', { name: 'Rosa’s authenticator' });
    await made.getByRole('img', { name: /QR code/ }).waitFor();
    expect(await made.getByRole('listitem').count()).toBe(10);
    await made.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Yes, close' }).click();

    await person.click();
    await sheet.getByText(/An authenticator, 10 recovery codes/).waitFor();
    await sheet.getByRole('button', { name: 'Remove Rosa' }).click();
    await page
      .getByRole('dialog', { name: 'Remove Rosa?' })
      .getByRole('button', { name: 'Remove' })
      .click();
    const removal = page.getByRole('dialog', { name: 'Rosa is out.' });
    await removal.getByText('Rosa’s phone is shut out').waitFor();
    await removal.getByText(/Wi-Fi/).waitFor();
    await removal.getByRole('button', { name: 'Done' }).click();
    await person.waitFor({ state: 'detached' });
    expect(windows.complaints()).toEqual([]);
  });

  it('cannot take the house its last admin', async () => {
    const page = await windows.open('admin', '/people');
    await page
      .getByRole('button', { name: /^admin/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Remove admin' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('alert').getByText('must keep an admin').waitFor();
  });

  it('starts again when the link ran out', async () => {
    const page = await windows.open('admin', '/people');
    await page.getByRole('button', { name: 'Add a phone' }).click();
    await page.getByLabel('Their name').fill('Late');
    const answered = page.waitForResponse(
      answer => answer.url().endsWith('/api/devices') && answer.request().method() === 'POST',
    );
    await page.getByRole('button', { name: 'Next' }).click();
    const { id } = await (await answered).json();
    await hub.send(`/api/pairings/${id}`, { method: 'DELETE' });
    await page.getByText('The link ran out. Nothing was added.').waitFor();
    await shoot(page, 'ran-out');
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
  });
});
