import { Workbox } from 'workbox-window';

const CHECK_EVERY_MS = 3_600_000;

/**
 * Tells of a new version that waits; it takes over only when the returned function is called, so
 * that nobody is interrupted while answering an alarm.
 */
export function watchUpdates(onWaiting: () => void): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const worker = new Workbox('/service-worker.js');
  let isAccepted = false;
  worker.addEventListener('waiting', onWaiting);
  worker.addEventListener('controlling', () => {
    if (isAccepted) location.reload();
  });
  // A hub whose certificate the phone does not trust yet refuses the worker: the app works without.
  worker.register().catch(() => undefined);
  setInterval(() => void worker.update().catch(() => undefined), CHECK_EVERY_MS);
  return () => {
    isAccepted = true;
    worker.messageSkipWaiting();
  };
}
