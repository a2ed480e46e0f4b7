import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pushPayload } from '../../server/notify/push-payload.ts';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { whyNoChromium } from './chromium.ts';
import { createWindows, live } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the tests of push in Chromium are skipped: ${reason}`);

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
// What a browser has shown it goes on showing.
afterEach(windows.end);

/** A page whose service worker can be handed pushes, by the protocol of the developer's tools. */
async function open() {
  const page = await windows.open('admin', '/');
  const { origin } = new URL(page.url());
  await page.context().grantPermissions(['notifications'], { origin });
  await live(page);
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  const tools = await page.context().newCDPSession(page);
  const found = new Promise<string>(resolve => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations;
      if (registration) resolve(registration.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  const registrationId = await found;
  return {
    page,
    push: (data: string) =>
      tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data }),
  };
}

const shown = `navigator.serviceWorker.ready.then(worker => worker.getNotifications())
  .then(all => all.map(({ title, body, tag, data }) => [title, body, tag, data.path]))`;

describe.skipIf(reason !== undefined)('the service worker, in Chromium', () => {
  it('shows what the hub wrote', async () => {
    const { page, push } = await open();
    const words = { id: '7', title: 'Front door opened', body: 'At 02:41.', at: Date.now() };
    await push(pushPayload({ ...words, navigate: `${new URL(page.url()).origin}/incident/9` }));
    await page.waitForFunction(`${shown}.then(all => all.length === 1)`);
    expect(await page.evaluate(shown)).toEqual([
      ['Front door opened', 'At 02:41.', '7', '/incident/9?tap=7'],
    ]);
  });

  it.each(['rubbish', ''])('shows something of %j too', async data => {
    const { page, push } = await open();
    await push(data);
    await page.waitForFunction(`${shown}.then(all => all.length === 1)`);
    expect(await page.evaluate(shown)).toMatchObject([
      ['sec53', 'The house has something to say. Open the app to see what.', 'unreadable', '/'],
    ]);
  });
});
