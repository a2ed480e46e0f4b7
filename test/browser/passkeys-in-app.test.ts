import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { addAuthenticator } from './authenticator.ts';
import { expectNoBarriers } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { createWindows, live } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests of passkeys are skipped: ${reason}`);

/** Safari writes and reads the JSON of passkeys itself since 18.4 only. */
const asOlderSafari = `
  delete PublicKeyCredential.parseCreationOptionsFromJSON;
  delete PublicKeyCredential.parseRequestOptionsFromJSON;
  delete PublicKeyCredential.prototype.toJSON;
`;

let place: Place;
let hub: HubProcess;
const windows = createWindows(() => ({ place, hub }));

async function begin(name: string): Promise<void> {
  place = await createPlace(
    [
      `edge: { host: 127.0.0.1, port: 0, setupPort: 0, names: [${name}], confirm: [disarm] }`,
      'sensors:',
      '  driver: simulated',
      '  list: [{ id: front-door, name: Front door, kind: contact }]',
    ].join('\n'),
  );
  hub = await startHub(place);
}

async function end(): Promise<void> {
  await windows.end();
  await hub?.stop();
  await place?.remove();
}

async function open(device: string | undefined, path: string) {
  const page = await windows.open(device, path);
  const phone = await addAuthenticator(page);
  await page.addInitScript(asOlderSafari);
  await page.reload();
  return { page, phone };
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const sheet = (page: Page, name: string) => page.getByRole('dialog', { name });

describe.skipIf(reason !== undefined)('passkeys in the app', () => {
  beforeAll(() => begin('localhost'));
  afterAll(end);
  afterEach(windows.close);

  it('are made, confirm, let in elsewhere, and are removed', async () => {
    const { page, phone } = await open('admin', '/house/phone');
    await button(page, 'Add a passkey').click();
    const label = page.getByLabel('What it is called here');
    expect(await label.inputValue()).toBe('admin');
    await expectNoBarriers(page, 'passkey-add');
    await phone.setOwner(false);
    await button(page, 'Make it').click();
    await page.getByText('No passkey was made').waitFor();
    await expectNoBarriers(page, 'passkey-none-made');
    await phone.setOwner(true);
    await label.fill('Ines’s phone');
    await button(page, 'Make it').click();
    await page.getByText('The passkey Ines’s phone is made.').waitFor();
    await page.getByText(/^Made \d+ \w+, not used yet$/).waitFor();
    await button(page, 'Add a passkey').click();
    await button(page, 'Make it').click();
    await page.getByText('There is a passkey of yours already').waitFor();
    await button(page, 'Cancel').click();
    await button(page, 'Remove the passkey Ines’s phone').scrollIntoViewIfNeeded();
    await expectNoBarriers(page, 'passkeys');

    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    await page.goto(new URL('/', page.url()).href);
    await live(page);
    const mode = page.getByRole('radiogroup', { name: 'Mode' });
    await mode.getByRole('radio', { name: /Monitor/ }).click();
    await button(page, 'Switch to Monitor').click();
    await sheet(page, 'Is it you?').waitFor();
    await expectNoBarriers(page, 'passkey-confirm');
    await phone.setOwner(false);
    await button(page, 'Use Face ID or a passkey').click();
    await page.getByText('No passkey was used').waitFor();
    await expectNoBarriers(page, 'passkey-not-confirmed');
    expect((await hub.send('/api/status')).json.mode).toBe('alert');
    await phone.setOwner(true);
    await button(page, 'Use Face ID or a passkey').click();
    await mode.getByRole('radio', { name: /Monitor/, checked: true }).waitFor();

    const other = await open(undefined, '/');
    await button(other.page, 'Sign in with a passkey').click();
    await other.page.getByText('there is none for this house').waitFor();
    await expectNoBarriers(other.page, 'passkey-sign-in');
    await other.phone.take(await phone.credentials());
    await button(other.page, 'Sign in with a passkey').click();
    await live(other.page);
    await other.page.goto(new URL('/house/phone', other.page.url()).href);
    await other.page.locator('sec-passkeys').getByText('A new one takes a phone').waitFor();
    expect(await button(other.page, 'Add a passkey').count()).toBe(0);

    await page.goto(new URL('/house/phone', page.url()).href);
    await page.getByText(/^Made .*, last used \d\d:\d\d$/).waitFor();
    await button(page, 'Remove the passkey Ines’s phone').click();
    await expectNoBarriers(page, 'passkey-remove');
    await button(page, 'Keep it').click();
    await button(page, 'Remove the passkey Ines’s phone').click();
    await button(page, 'Remove it').click();
    await page.getByText('The passkey Ines’s phone is removed.').waitFor();
    expect((await hub.send('/api/me')).json.passkeys).toEqual([]);
    await hub.send('/api/me/sessions', { method: 'DELETE' });
    await button(other.page, 'Sign in with a passkey').click();
    await other.page.getByText('This passkey opens nothing here now.').waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 300_000);

  it('confirm beside a PIN', async () => {
    const { page } = await open('admin', '/house/phone');
    await button(page, 'Add a passkey').click();
    await button(page, 'Make it').click();
    await page.getByText('The passkey admin is made.').waitFor();
    await hub.send('/api/me/pin', { method: 'PUT', body: { pin: '271828' } });
    // A restart forgets who confirmed.
    await hub.stop();
    hub = await startHub(place);
    await hub.send('/api/mode', { method: 'PUT', body: { mode: 'alert' } });
    await page.goto(new URL('/', page.url()).href);
    await live(page);
    await page.getByRole('radio', { name: /Off/ }).click();
    await button(page, 'Switch to Off').click();
    await sheet(page, 'Is it you?').getByText('your passkey or your PIN').waitFor();
    await expectNoBarriers(page, 'passkey-or-pin');
    await button(page, 'Use Face ID or a passkey').click();
    await page.getByRole('radio', { name: /Off/, checked: true }).waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 120_000);
});

describe.skipIf(reason !== undefined)('passkeys by another name than the first', () => {
  beforeAll(() => begin('elsewhere.test'));
  afterAll(end);

  it('are not to be had, and a sentence says where they are', async () => {
    const { page } = await open('admin', '/house/phone');
    await page.getByText('Passkeys belong to the first name of this house.').waitFor();
    expect(await button(page, 'Add a passkey').count()).toBe(0);
    const { page: stranger } = await open(undefined, '/');
    await button(stranger, 'Sign in with a passkey').click();
    await stranger.getByText('Open the app by that name.').waitFor();
    expect(windows.complaints()).toEqual([]);
  });
});
