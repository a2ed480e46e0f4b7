import { describe, expect, it } from 'vitest';
import { answerPushes, type PushScope } from '../../client/push-worker.ts';
import { pushPayload } from '../../server/notify/push-payload.ts';

const origin = 'https://sec53.example';
const words = {
  ...{ id: '7', title: 'Front door opened', body: 'At 02:41.', at: 0 },
  navigate: `${origin}/incident/9`,
};

interface Window {
  focused: boolean;
  refusesFocus?: boolean;
}

/** A service worker's surroundings, and everything that happened in them, in order. */
function createScope(windows: Window[] = [], isHubAway = false) {
  const happened: string[] = [];
  const listeners = new Map<string, (event: never) => void>();
  const scope: PushScope = {
    location: { origin },
    registration: {
      showNotification: async title => void happened.push(`shown ${title}`),
      pushManager: { subscribe: async () => subscription('new') },
    },
    clients: {
      matchAll: async () =>
        windows.map(({ focused, refusesFocus }, n) => ({
          focused,
          postMessage: message => void happened.push(`told ${n} ${JSON.stringify(message)}`),
          async focus() {
            if (refusesFocus) throw new Error('not now');
            happened.push(`focused ${n}`);
          },
        })),
      openWindow: async path => void happened.push(`opened ${path}`),
    },
    async fetch(path, { method, body }) {
      happened.push(`${method} ${path} ${body}`);
      if (isHubAway) throw new TypeError('Failed to fetch');
    },
    addEventListener: (kind, listener) => void listeners.set(kind, listener),
  };
  answerPushes(scope);

  async function dispatch(kind: string, event: object): Promise<string[]> {
    let work: Promise<unknown> = Promise.reject(new Error('nothing keeps the worker alive'));
    work.catch(() => undefined);
    const lasting = { ...event, waitUntil: (until: Promise<unknown>) => (work = until) };
    listeners.get(kind)?.(lasting as never);
    await work;
    return happened;
  }
  return { dispatch };
}

function subscription(endpoint: string) {
  return { options: {}, toJSON: () => ({ endpoint }) };
}

const push = (text: string | null) => ({ data: text === null ? null : { text: () => text } });

describe('a push', () => {
  it.each([null, '', 'rubbish', '{"notification":{}}'])('of %j is shown too', async text => {
    expect(await createScope().dispatch('push', push(text))).toEqual(['shown sec53']);
  });

  it('of an alarm is shown, also over an open app, and asks nothing of the hub', async () => {
    const { dispatch } = createScope([{ focused: true }]);
    expect(await dispatch('push', push(pushPayload(words)))).toEqual(['shown Front door opened']);
  });

  it.each([false, true])(
    'of a test is reported once it is shown (hub away: %j)',
    async isHubAway => {
      const { dispatch } = createScope([], isHubAway);
      expect(await dispatch('push', push(pushPayload({ ...words, receipt: 'once' })))).toEqual([
        'shown Front door opened',
        'POST /api/push/receipts {"receipt":"once"}',
      ]);
    },
  );
});

describe('a tap on a message', () => {
  const tap = (data: unknown) => ({ notification: { close: () => undefined, data } });
  const path = '/incident/9?tap=7';

  it('opens the app where the message leads', async () => {
    expect(await createScope().dispatch('notificationclick', tap({ path }))).toEqual([
      `opened ${path}`,
    ]);
  });

  it('tells an app that is open, the one in front, and brings it up', async () => {
    const { dispatch } = createScope([{ focused: false }, { focused: true }]);
    expect(await dispatch('notificationclick', tap({ path }))).toEqual([
      `told 1 {"type":"OPEN","path":"${path}"}`,
      'focused 1',
    ]);
  });

  it('tells it also when the browser will not bring it up', async () => {
    const { dispatch } = createScope([{ focused: false, refusesFocus: true }]);
    expect(await dispatch('notificationclick', tap({ path }))).toHaveLength(1);
  });

  it.each([null, {}, { path: 'https://evil.example/' }])('leads nowhere else: %j', async data => {
    expect(await createScope().dispatch('notificationclick', tap(data))).toEqual(['opened /']);
  });
});

describe('a subscription that the browser changed', () => {
  it.each([
    ['by itself', { newSubscription: subscription('other') }, 'other'],
    ['and left to us', { oldSubscription: { options: {} } }, 'new'],
  ])('%s is told to the hub', async (_, event, endpoint) => {
    expect(await createScope().dispatch('pushsubscriptionchange', event)).toEqual([
      `PUT /api/push/subscription {"endpoint":"${endpoint}"}`,
    ]);
  });

  it('into nothing is left to the next launch', async () => {
    expect(await createScope().dispatch('pushsubscriptionchange', {})).toEqual([]);
  });
});
