import type { PushPhone } from './push.ts';

const wantedKey = 'sec53.push';

/** The phone that the app runs on. */
export const pushPhone: PushPhone = {
  ability: ability(),
  permission: () => Notification.permission,
  askPermission: () => Notification.requestPermission(),
  subscription: async () => (await pushManager()).getSubscription(),
  subscribe: async publicKey =>
    (await pushManager()).subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }),
  wantedBy: () => localStorage.getItem(wantedKey),
  setWantedBy(person) {
    if (person === null) localStorage.removeItem(wantedKey);
    else localStorage.setItem(wantedKey, person);
  },
};

function ability(): PushPhone['ability'] {
  if ('PushManager' in globalThis && 'Notification' in globalThis && 'serviceWorker' in navigator) {
    return 'able';
  }
  // Only Safari on iPhones and iPads says whether it is on the Home Screen.
  return 'standalone' in navigator && navigator.standalone === false ? 'home-screen' : 'unable';
}

async function pushManager(): Promise<PushManager> {
  return (await navigator.serviceWorker.ready).pushManager;
}
