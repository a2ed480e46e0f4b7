import { isRecord } from './data/guards.ts';
import type { House } from './data/house.ts';
import { reportTap, syncPush } from './data/push.ts';
import { pushPhone } from './data/push-phone.ts';
import { pathWithin } from './push-message.ts';
import { PROFILES } from './words/mode.ts';

/**
 * At each launch tells the hub that this phone is still there, and by which message the app was opened,
 * if by one; and keeps the number on the app's icon: one while an incident waits for an answer.
 */
export function watchPush(house: House): void {
  noteTap(location.search, house);
  if (location.search !== '') history.replaceState(null, '', location.pathname);
  let isTold = false;

  async function tell(): Promise<void> {
    const { session, link } = house;
    if (isTold || link.value !== 'live' || session.value.kind !== 'in') return;
    const { name, role } = session.value.session;
    if (role === 'guest') return;
    isTold = true;
    try {
      await syncPush(house.api, pushPhone, name);
    } catch {
      // The next connection tries again.
      isTold = false;
    }
  }

  function mark(): void {
    const { status } = house.status.value;
    if (!status || !('setAppBadge' in navigator)) return;
    const { incident } = status;
    const waits = incident?.acknowledgedAt === null && incident.closedAt === null;
    void (waits ? navigator.setAppBadge(1) : navigator.clearAppBadge()).catch(() => undefined);
  }

  house.link.subscribe(() => void tell());
  house.status.subscribe(mark);
  void tell();
  mark();
}

/** The service worker says where a tapped message leads, while the app is open. */
export function followMessage(data: unknown, house: House, go: (path: string) => void): void {
  if (!isRecord(data) || data.type !== 'OPEN') return;
  const { pathname, search } = new URL(pathWithin(data.path, location.origin), location.origin);
  noteTap(search, house);
  go(pathname);
}

/** The message's id comes with the address that it leads to, and so does what it asks. */
function noteTap(search: string, house: House): void {
  const asked = new URLSearchParams(search);
  const profile = PROFILES.find(known => known === asked.get('arm'));
  if (profile) house.asked.set(profile);
  const id = asked.get('tap');
  if (id !== null) void reportTap(house.api, id);
}
