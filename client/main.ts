import { AppShell } from './components/app-shell.ts';
import { isChimeOn } from './data/chime.ts';
import { openEventSource } from './data/event-source.ts';
import { createHouse } from './data/house.ts';
import { displayMode } from './display.ts';
import { dayPath, navigate, parseRoute, watchRoute } from './router.ts';
import { watchUpdates } from './updates.ts';
import { renderView } from './views/render-view.ts';
import { watchConfirmation } from './views/watch-confirmation.ts';

/** After this long in the background a phone may hold a connection that is long dead. */
const DOUBTFUL_AFTER_MS = 5_000;

const house = createHouse({
  fetch: (path, init) => fetch(path, init),
  openStream: openEventSource,
  storage: localStorage,
  isOnline: () => navigator.onLine,
  isVisible: () => document.visibilityState === 'visible',
  display: displayMode,
});

/** Only a phone that is told of alarms loads what that takes. */
const loadPush = () => import('./watch-push.ts');

let hiddenAtMs = Date.now();
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible')
    house.wake(Date.now() - hiddenAtMs > DOUBTFUL_AFTER_MS);
  else {
    hiddenAtMs = Date.now();
    house.save();
  }
});
addEventListener('online', () => house.wake(true));
addEventListener('offline', () => house.networkLost());
addEventListener('pagehide', () => house.save());

const app = document.querySelector('sec-app');
if (app instanceof AppShell) {
  const showRoute = () => {
    const route = parseRoute(location.pathname);
    // An address that names no day must not stay above today's events.
    if (route.view === 'day' && !route.day) history.replaceState(null, '', '/day');
    app.renderView = (view, of) => renderView(route, view, of);
    app.route = route;
  };
  showRoute();
  watchRoute(showRoute);
  app.addEventListener('day-chosen', event => {
    if (event instanceof CustomEvent) navigate(dayPath(String(event.detail)), showRoute);
  });
  app.house = house;
  app.replaceChildren();
  navigator.serviceWorker?.addEventListener('message', ({ data }) => {
    const go = (path: string) => navigate(path, showRoute);
    void loadPush().then(push => push.followMessage(data, house, go));
  });

  const reload = watchUpdates(() => {
    app.hasUpdate = true;
  });
  app.addEventListener('update-accepted', reload);
}
watchConfirmation(house);
if (isChimeOn(localStorage)) void import('./watch-chime.ts').then(chime => chime.watchChime(house));
if ('Notification' in globalThis && Notification.permission === 'granted') {
  void loadPush().then(push => push.watchPush(house));
}
house.start();
