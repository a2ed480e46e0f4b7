import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { expectNoBarriers } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { createWindows, live } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
const windows = createWindows(() => ({ place, hub }));

beforeAll(async () => {
  place = await createPlace(
    [
      'edge: { host: 127.0.0.1, port: 0, setupPort: 0, confirm: [disarm, admin] }',
      'sensors:',
      '  driver: simulated',
      '  list: [{ id: front-door, name: Front door, kind: contact }]',
    ].join('\n'),
  );
  hub = await startHub(place);
});
afterAll(async () => {
  await windows.end();
  await hub?.stop();
  await place?.remove();
});
afterEach(windows.close);

describe.skipIf(reason !== undefined)('whoever holds the phone', () => {
  it('is asked for a PIN before what matters, and once for a while', async () => {
    const page = await windows.open('admin', '/');
    const mode = page.getByRole('radiogroup', { name: 'Mode' });
    await live(page);
    // In time, not when somebody stands at the door.
    await page.getByText('This house asks for a PIN to disarm').waitFor();
    await mode.getByRole('radio', { name: /Alert/ }).click();
    await mode.getByRole('radio', { name: /Alert/, checked: true }).waitFor();

    // Nobody set a PIN yet, so one is set now. Whoever would rather not leaves everything as it is.
    await mode.getByRole('radio', { name: /Monitor/ }).click();
    await page.getByRole('button', { name: 'Switch to Monitor' }).click();
    const first = page.getByRole('dialog', { name: 'Set a PIN first' });
    await first.getByLabel('New PIN').waitFor();
    await expectNoBarriers(page, 'pin-first');
    await first.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('It was not confirmed. Nothing was changed.').waitFor();
    expect((await hub.send('/api/status')).json.mode).toBe('alert');

    await mode.getByRole('radio', { name: /Monitor/ }).click();
    await page.getByRole('button', { name: 'Switch to Monitor' }).click();
    await first.getByLabel('New PIN').fill('271828');
    await first.getByRole('button', { name: 'Set it and go on' }).click();
    await mode.getByRole('radio', { name: /Monitor/, checked: true }).waitFor();

    // Confirmed for five minutes: adding a phone does not ask again.
    await page.goto(`${page.url()}people`);
    await page.getByRole('button', { name: 'Add a phone' }).click();
    await page.getByLabel('Their name').fill('Tom');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('dialog', { name: 'Let Tom’s phone in' }).waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 120_000);

  it('is told when the PIN is another, and does the command once it fits', async () => {
    // A restart forgets who confirmed.
    await hub.stop();
    hub = await startHub(place);
    const page = await windows.open('admin', '/people');
    await page.getByRole('button', { name: 'Add a phone' }).click();
    await page.getByLabel('Their name').fill('Ann');
    await page.getByRole('button', { name: 'Next' }).click();
    const sheet = page.getByRole('dialog', { name: 'Is it you?' });
    await sheet.getByLabel('PIN').fill('000000');
    await sheet.getByRole('button', { name: 'Go on' }).click();
    await sheet.getByText('That is not your PIN.').waitFor();
    await expectNoBarriers(page, 'pin-wrong');
    await sheet.getByLabel('PIN').fill('271828');
    await sheet.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('dialog', { name: 'Let Ann’s phone in' }).waitFor();
    expect(windows.complaints()).toEqual([]);
  }, 120_000);

  it('sets, changes and takes away the PIN, and waits after too many wrong ones', async () => {
    const page = await windows.open('admin', '/house/phone');
    await hub.stop();
    hub = await startHub(place);
    await page.reload();
    await page.getByRole('button', { name: 'Change the PIN' }).click();
    const sheet = page.getByRole('dialog', { name: 'Change the PIN' });
    const save = sheet.getByRole('button', { name: 'Save' });
    await sheet.getByLabel('New PIN').fill('314159');
    await sheet.getByLabel('PIN so far').fill('111111');
    await save.click();
    await sheet.getByText('That is not your PIN.').waitFor();
    await sheet.getByLabel('PIN so far').fill('271828');
    await save.click();
    await page.getByText('The PIN is set.').waitFor();
    await page.getByRole('button', { name: 'Take it away' }).click();
    const taking = page.getByRole('dialog', { name: 'Take the PIN away' });
    for (const said of [...Array(5).fill(/not your PIN/), /Too many tries. Try again in/]) {
      await taking.getByLabel('PIN so far').fill('111111');
      await taking.getByRole('button', { name: 'Take it away' }).click();
      await taking.getByText(said).waitFor();
    }
  });
});
