import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { answerPushes, type PushScope } from './push-worker.ts';

/** What is used of the worker's scope: its whole library contradicts the page's. */
declare const self: PushScope & {
  __WB_MANIFEST: { url: string; revision: string | null }[];
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'message', listener: (event: MessageEvent<unknown>) => void): void;
};

// The app's own files, and nothing else: what the hub says about the house is never kept here.
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/healthz$/, /^\/metrics$/],
  }),
);

answerPushes(self);

self.addEventListener('message', ({ data }) => {
  const isGoAhead = typeof data === 'object' && data !== null && 'type' in data;
  if (isGoAhead && data.type === 'SKIP_WAITING') void self.skipWaiting();
});
