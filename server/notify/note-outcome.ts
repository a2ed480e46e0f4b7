import type { Subscriptions } from '../state/subscriptions.ts';
import type { GoneEndpoints } from './gone-endpoints.ts';
import type { PushOutcome } from './push.ts';

/** What a try to send says of the subscription. Only the push service's own word ends one. */
export function noteOutcome(
  { subscriptions, gone }: { subscriptions: Subscriptions; gone: GoneEndpoints },
  id: string,
  outcome: PushOutcome,
  at: number,
): void {
  switch (outcome.kind) {
    case 'accepted':
      subscriptions.markWell(id);
      break;
    case 'gone': {
      const { endpoint } = subscriptions.get(id) ?? {};
      if (endpoint !== undefined) gone.add(endpoint);
      subscriptions.remove(id);
      break;
    }
    case 'refused':
      subscriptions.markBroken(id, outcome.reason, at);
      break;
    case 'failed':
      // The service or the network is in trouble, which says nothing of the phone.
      break;
  }
}
