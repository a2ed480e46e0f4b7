import { ownerOf } from '../state/subscriptions.ts';
import { noteOutcome } from './note-outcome.ts';
import type { Push } from './open-push.ts';
import { pushPayload } from './push-payload.ts';

interface Surroundings {
  site: string;
  newId(at: number): string;
  now(): number;
  /** The app's one address. */
  hubUrl(): string;
}

const ttlSeconds = 300;

/** Sends a device a message that its service worker acknowledges, so that the hub knows it arrives. */
export function createPushTest(
  push: Push,
  { site, newId, now, hubUrl }: Surroundings,
): (caller: { device: string | null; credential: string }) => Promise<void> {
  const { send, subscriptions, receipts } = push;
  return async caller => {
    if (!send) return;
    const work = subscriptions.ofOwner(ownerOf(caller)).map(async target => {
      const payload = pushPayload({
        ...{ id: newId(now()), title: `${site}: test`, at: now() },
        body: 'This is how an alarm reaches this phone.',
        navigate: `${hubUrl()}/`,
        receipt: receipts.issue(target.id, now()),
      });
      const outcome = await send({ target, payload, ttlSeconds, urgency: 'high' });
      noteOutcome(push, target.id, outcome, now());
    });
    await Promise.all(work);
  };
}
