import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PushService, startPushService } from '../fakes/push-service.ts';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { send } from '../request.ts';
import { expectNoBarriers } from './checks.ts';
import { whyNoChromium } from './chromium.ts';
import { createWindows } from './windows.ts';

const reason = whyNoChromium();
if (reason) console.warn(`the browser tests are skipped: ${reason}`);

let place: Place;
let hub: HubProcess;
let service: PushService;
const windows = createWindows(() => ({ place, hub }));

beforeAll(async () => {
  service = await startPushService();
  place = await createPlace(
    [
      'edge: { host: 127.0.0.1, port: 0, setupPort: 0 }',
      `notify: { push: { subject: "mailto:ines@example.com", hosts: ["${service.host}"] } }`,
    ].join('\n'),
  );
  hub = await startHub(place, { NODE_EXTRA_CA_CERTS: service.caFile });
});
afterAll(async () => {
  await windows.end();
  await hub?.stop();
  await place?.remove();
  await service?.close();
});
afterEach(windows.close);

describe.skipIf(reason !== undefined)('a phone with notifications', () => {
  it('is proved by a test that it shows, and told to be broken when it is gone', async () => {
    const { publicKey } = (await hub.send('/api/push/subscription')).json;
    const phone = service.subscribe(publicKey);
    await hub.send('/api/push/subscription', { method: 'PUT', body: phone });
    const page = await windows.open('admin', '/house/reach');
    await page.getByRole('heading', { level: 1, name: 'An alarm should reach admin.' }).waitFor();
    await page.getByText('None was seen to arrive yet.').waitFor();
    await page.getByRole('button', { name: 'Test this phone’s notifications' }).click();
    await page.getByText('A notification is on its way to this phone.').waitFor();
    const [push] = await service.arrived(1);
    const { receipt } = JSON.parse(push?.text ?? '').notification.data;
    const as = { ca: hub.admin().ca };
    await send(`${hub.address}/api/push/receipts`, { as, method: 'POST', body: { receipt } });
    await page.getByRole('heading', { level: 1, name: 'An alarm reaches admin.' }).waitFor();
    await page.getByText(/^Shown \d\d:\d\d\./).waitFor();
    await expectNoBarriers(page, 'reach-push');

    service.unsubscribe(phone.endpoint);
    await page.getByRole('button', { name: 'Test this phone’s notifications' }).click();
    await page.getByText(/^Broken since/).waitFor();
    await page.getByRole('heading', { level: 1, name: 'An alarm reaches nobody.' }).waitFor();
    await page.getByText('Turn notifications off and on again on that phone').waitFor();
    await expectNoBarriers(page, 'reach-push-broken');
    expect(windows.complaints()).toEqual([]);
  }, 300_000);
});
