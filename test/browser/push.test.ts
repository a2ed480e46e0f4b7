import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEndpointJudge } from '../../server/notify/push-endpoint.ts';
import { pushPayload } from '../../server/notify/push-payload.ts';
import { prepareVapidKeys } from '../../server/notify/vapid.ts';
import { createSendPush } from '../../server/notify/web-push.ts';
import type { PushSubscriptionRequest } from '../../server/protocol.ts';
import { type Autopush, startAutopush } from '../fakes/autopush.ts';
import { createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { type Firefox, openFirefox, whyNoFirefox } from './firefox.ts';
import { live } from './screen.ts';
import { until } from './until.ts';

const reason = whyNoFirefox();
if (reason) console.warn(`the tests of push in Firefox are skipped: ${reason}`);

let autopush: Autopush;
let place: Place;
let hub: HubProcess;
let firefox: Firefox | undefined;

beforeAll(async () => {
  autopush = await startAutopush();
  place = await createPlace(
    [
      'site: birch lane',
      'edge: { host: 127.0.0.1, port: 0, setupPort: 0, names: [localhost] }',
      `notify: { push: { subject: "mailto:ines@example.com", hosts: ["${autopush.host}"] } }`,
    ].join('\n'),
  );
  hub = await startHub(place, { NODE_EXTRA_CA_CERTS: autopush.caFile });
});
afterAll(async () => {
  await hub?.stop();
  await place?.remove();
  await autopush?.close();
});
afterEach(async () => {
  await firefox?.close();
  firefox = undefined;
});

async function open(path: string): Promise<Firefox> {
  const { preferences, caFile } = autopush;
  firefox = await openFirefox(join(place.data, 'pki'), 'admin', { preferences, trusted: [caFile] });
  await firefox.wire.go(origin() + path);
  return firefox;
}

const origin = () => hub.address.replace('127.0.0.1', 'localhost');

/** An alarm, sent as the hub sends it. */
async function pushAlarm({ endpoint, keys }: PushSubscriptionRequest): Promise<void> {
  const send = createSendPush({
    ...{ keys: await prepareVapidKeys(place.data), subject: 'mailto:ines@example.com' },
    judge: createEndpointJudge([autopush.host]),
    agent: new Agent({ ca: readFileSync(autopush.caFile), keepAlive: false }),
  });
  const payload = pushPayload({
    ...{ id: '7', title: 'Front door opened', body: 'At 02:41.', at: Date.now(), badge: 1 },
    navigate: `${origin()}/incident/9`,
  });
  const target = { endpoint, ...keys };
  expect(await send({ target, payload, ttlSeconds: 300, urgency: 'high' })).toEqual({
    kind: 'accepted',
  });
}

/** The bubbles that Firefox itself puts up, and a tap on the one that says the words. */
const tap = `
const words = arguments[0];
const bubble = [...Services.wm.getEnumerator('alert:alert')]
  .map(({ document }) => document)
  .find(({ documentElement }) => documentElement.textContent.includes(words) ||
    [...documentElement.querySelectorAll('[value]')].some(label => label.value.includes(words)));
bubble?.getElementById('alertBox').click();
return bubble !== undefined;`;

const shown = `navigator.serviceWorker.ready.then(worker => worker.getNotifications())
  .then(all => all.map(({ title, body }) => title + ': ' + body).join())`;

describe.skipIf(reason !== undefined)('a phone that is told, in Firefox', () => {
  it('subscribes by a tap, shows what the hub pushes, and opens the app by it', async () => {
    const screen = await open('/house/phone');
    await live(screen);
    await screen.click('button', /Tell this phone/);
    await screen.see('[role=status]', /told from now on/);
    const state = (await hub.send('/api/push/subscription')).json;
    expect(state.subscriptions).toHaveLength(1);
    expect(new URL(state.subscriptions[0].endpoint).host).toBe(autopush.host);

    await screen.click('button', /Send a test/);
    await screen.see('[role=status]', /on its way/);
    await screen.holds(`${shown}.then(text => text.includes('birch lane: test: This is how'))`);
    expect(autopush.answers).toEqual([201]);
    await screen.shoot('firefox-push');

    await pushAlarm(
      await screen.wire.run<PushSubscriptionRequest>(
        'return navigator.serviceWorker.ready.then(({ pushManager }) => pushManager.getSubscription()).then(made => made.toJSON())',
      ),
    );
    await screen.holds(`${shown}.then(text => text.includes('Front door opened: At 02:41.'))`);
    await until(
      10_000,
      () => screen.inside<boolean>(tap, 'Front door'),
      () => 'no bubble',
    );
    await screen.holds(`location.pathname === '/incident/9' && location.search === ''`);
    await screen.see('h1', /no such alarm/);
  });

  it('says at each launch that it is there, until it is not to be told any more', async () => {
    const screen = await open('/house/phone');
    await live(screen);
    await screen.click('button', /Tell this phone/);
    await screen.see('[role=status]', /told from now on/);
    const seenAt = async () => {
      const { subscriptions } = (await hub.send('/api/push/subscription')).json;
      return subscriptions[0]?.seenAt;
    };
    const before = await seenAt();
    await screen.wire.go(`${origin()}/?tap=7`);
    await live(screen);
    await until(
      10_000,
      async () => (await seenAt()) !== before,
      () => 'not seen again',
    );
    await screen.holds(`location.search === ''`);

    await screen.wire.go(`${origin()}/house/phone`);
    await screen.click('button', /Stop telling it/);
    await screen.see('button', /Tell this phone/);
    const { subscriptions } = (await hub.send('/api/push/subscription')).json;
    // The browser of the test before belongs to the same device.
    expect(subscriptions).toHaveLength(1);
    expect(subscriptions[0].seenAt).not.toBe(before);
  });
});
