import { isDay } from './data/calendar.ts';

export type Route =
  | { view: 'now' }
  /** `day` null is today, whichever day that becomes. */
  | { view: 'day'; day: string | null }
  | { view: 'people' }
  | { view: 'audit' }
  | { view: 'house' }
  /** How the house is set up; `part` is the page of it, as the address names it. */
  | { view: 'settings'; part: string }
  /** This phone, and a lost one: both of them parts of House. */
  | { view: 'phone' }
  | { view: 'lost' }
  /** Who can be reached, and how oneself is told. */
  | { view: 'reach' }
  | { view: 'alerts' }
  | { view: 'practice' }
  | { view: 'walk' }
  | { view: 'incidents' }
  | { view: 'incident'; id: string }
  | { view: 'sign-in' };

const parts = ['phone', 'lost', 'reach', 'alerts', 'practice', 'walk'] as const;

/** An unknown path is Now: the screen that matters must never be an error page. */
export function parseRoute(path: string): Route {
  const [view, part = '', ...rest] = path.split('/').filter(part => part !== '');
  switch (view) {
    case 'day':
      return { view, day: isDay(part) ? part : null };
    case 'house':
      if (part === 'settings') return { view: part, part: rest.join('/') };
      return { view: parts.find(name => name === part) ?? view };
    case 'incident':
      return part === '' ? { view: 'incidents' } : { view, id: part };
    case 'incidents':
    case 'people':
    case 'audit':
    case 'sign-in':
      return { view };
    default:
      return { view: 'now' };
  }
}

export function dayPath(day: string): string {
  return `/day/${day}`;
}

/**
 * Tells `onRoute` of every change; plain links inside the app become changes, not loads. Whoever cancels
 * `route-leaving` keeps the screen: the browser has gone back by then, and they put the address right.
 */
export function watchRoute(onRoute: () => void): void {
  addEventListener('popstate', () => {
    if (dispatchEvent(new Event('route-leaving', { cancelable: true }))) onRoute();
  });
  addEventListener('click', event => {
    const anchor = event.composedPath().find(node => node instanceof HTMLAnchorElement);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!anchor || !isPlain || anchor.origin !== location.origin || anchor.target) return;
    event.preventDefault();
    navigate(anchor.pathname, onRoute);
  });
}

export function navigate(path: string, onRoute: () => void, replace = false): void {
  if (path === location.pathname) return;
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  onRoute();
}
