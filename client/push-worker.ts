import type { PushReceipt } from '../server/protocol.ts';
import { isRecord } from './data/guards.ts';
import { pathWithin, toShownMessage } from './push-message.ts';

interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

interface Subscription {
  options: object;
  toJSON(): object;
}

interface PushEvents {
  push: Lasting & { data: { text(): string } | null; notification?: unknown };
  notificationclick: Lasting & { notification: { close(): void; data: unknown } };
  pushsubscriptionchange: Lasting & {
    newSubscription?: Subscription | null;
    oldSubscription?: Subscription | null;
  };
}

interface AppWindow {
  focused: boolean;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

/** What is used of the worker's scope. */
export interface PushScope {
  location: { origin: string };
  registration: {
    showNotification(title: string, options: object): Promise<void>;
    pushManager: { subscribe(options: object): Promise<Subscription> };
  };
  clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly AppWindow[]>;
    openWindow(path: string): Promise<unknown>;
  };
  fetch(path: string, init: RequestInit): Promise<unknown>;
  addEventListener<Kind extends keyof PushEvents>(
    kind: Kind,
    listener: (event: PushEvents[Kind]) => void,
  ): void;
}

/** Shows what is pushed, and opens the app where a message leads. */
export function answerPushes(scope: PushScope): void {
  const { origin } = scope.location;

  async function show({ data, notification }: PushEvents['push']): Promise<void> {
    const { title, options, receipt } = toShownMessage(data?.text() ?? null, notification, origin);
    await scope.registration.showNotification(title, options);
    // A receipt comes with tests alone: an alarm has nothing to wait for, and no page may be open,
    // without which no certificate is presented.
    if (receipt === null) return;
    await send('POST', '/api/push/receipts', { receipt } satisfies PushReceipt);
  }

  async function open(path: string): Promise<void> {
    const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const app = windows.find(({ focused }) => focused) ?? windows[0];
    if (!app) {
      await scope.clients.openWindow(path);
      return;
    }
    // Told first: a browser that will not give the focus shows the right screen all the same.
    app.postMessage({ type: 'OPEN', path });
    await app.focus().catch(() => undefined);
  }

  async function renew(event: PushEvents['pushsubscriptionchange']): Promise<void> {
    const options = event.oldSubscription?.options;
    const renewed =
      event.newSubscription ??
      (options && (await scope.registration.pushManager.subscribe(options)));
    if (renewed) await send('PUT', '/api/push/subscription', renewed.toJSON());
  }

  /** What does not arrive now, the app says itself when it is opened next. */
  async function send(method: string, path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    await scope.fetch(path, { method, headers, body: JSON.stringify(body) }).catch(() => undefined);
  }

  scope.addEventListener('push', event => event.waitUntil(show(event)));
  scope.addEventListener('notificationclick', event => {
    const { notification } = event;
    notification.close();
    const { data } = notification;
    event.waitUntil(open(pathWithin(isRecord(data) ? data.path : '/', origin)));
  });
  scope.addEventListener('pushsubscriptionchange', event =>
    event.waitUntil(renew(event).catch(() => undefined)),
  );
}
