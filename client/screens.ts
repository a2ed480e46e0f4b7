import type { Role } from '../server/protocol.ts';
import type { IconName } from './components/icon.ts';
import type { Route } from './router.ts';

export type View = Route['view'];

interface Screen {
  title: string;
  /** Whom it is for; nobody's is for whoever is not signed in. */
  roles: readonly Role[];
  /** The tab that it belongs to. */
  tab: View;
}

const everybody: readonly Role[] = ['admin', 'member', 'guest'];
const family: readonly Role[] = ['admin', 'member'];

export const screens: Record<View, Screen> = {
  now: { title: 'Now', roles: everybody, tab: 'now' },
  day: { title: 'Days', roles: family, tab: 'day' },
  people: { title: 'People', roles: ['admin'], tab: 'people' },
  audit: { title: 'Who did what', roles: ['admin'], tab: 'people' },
  house: { title: 'House', roles: everybody, tab: 'house' },
  settings: { title: 'Settings', roles: everybody, tab: 'house' },
  phone: { title: 'This phone', roles: everybody, tab: 'house' },
  lost: { title: 'A phone is lost', roles: family, tab: 'house' },
  reach: { title: 'Who can be reached', roles: family, tab: 'house' },
  alerts: { title: 'How I am told', roles: family, tab: 'house' },
  practice: { title: 'Practice', roles: family, tab: 'house' },
  walk: { title: 'Walk test', roles: family, tab: 'house' },
  incidents: { title: 'Past alarms', roles: family, tab: 'day' },
  incident: { title: 'Alarm', roles: family, tab: 'now' },
  'sign-in': { title: 'Sign in', roles: [], tab: 'now' },
};

export const tabs: readonly { view: View; path: string; icon: IconName }[] = [
  { view: 'now', path: '/', icon: 'house' },
  { view: 'day', path: '/day', icon: 'days' },
  { view: 'people', path: '/people', icon: 'people' },
  { view: 'house', path: '/house', icon: 'cog' },
];
