import { ECDH } from 'node:crypto';
import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { GoneEndpoints } from '../../notify/gone-endpoints.ts';
import { endpointLimit, type JudgeEndpoint } from '../../notify/push-endpoint.ts';
import type { Receipts } from '../../notify/receipts.ts';
import type { Identity } from '../../people/identity.ts';
import type { By, PushState } from '../../protocol.ts';
import { ownerOf, type SubscriptionOwner, type Subscriptions } from '../../state/subscriptions.ts';
import { toIso } from '../../status.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route } from '../route.ts';

/** Web push, as far as phones ask for it. */
export interface PushRoom {
  /** VAPID; null while the hub has no `notify.push`. */
  publicKey: string | null;
  judge: JudgeEndpoint;
  subscriptions: Subscriptions;
  gone: GoneEndpoints;
  receipts: Receipts;
  /** The subscription that a message went to. */
  recipientOf(message: string): string | undefined;
  /** Sends this device a test. */
  sendTest(identity: Identity): void | Promise<void>;
}

interface Rooms {
  push: PushRoom;
  now(): number;
  audit(by: By, action: string, detail: string): void;
  /** Who can be told may be somebody else now. */
  onChanged(): void;
}

const endpoint = z.string('write the subscription’s endpoint').max(endpointLimit);
const subscription = z.object({
  endpoint,
  keys: z.object({
    p256dh: z.string('write the key').refine(isPoint, 'write a point of P-256, base64url'),
    auth: z.string('write the secret').regex(/^[\w-]{22}$/, 'write 16 bytes, base64url'),
  }),
});
const removal = z.object({ endpoint });
const token = z.object({ receipt: z.string('write the receipt').max(64) });
const tapped = z.object({ id: z.string('write the message’s id').max(64) });
/** A receipt is short, and everybody may send one. */
const receiptLimit = 256;

/** Subscribing to web push, trying it out, and what phones report of it. */
export function pushRoutes({ push, now, audit, onChanged }: Rooms): Route[] {
  function stateOf(owner: SubscriptionOwner): PushState {
    return {
      publicKey: push.publicKey,
      subscriptions: push.subscriptions
        .ofOwner(owner)
        .map(({ endpoint, createdAt, seenAt, brokenAt }) => ({
          endpoint,
          createdAt: toIso(createdAt),
          seenAt: toIso(seenAt),
          brokenAt: brokenAt === null ? null : toIso(brokenAt),
        })),
    };
  }

  function requirePush(): void {
    if (push.publicKey !== null) return;
    throw new HttpProblem('not_possible', { detail: 'the hub is not set up for notifications' });
  }

  return [
    {
      method: 'GET',
      path: '/api/push/subscription',
      access: 'member',
      handle(context) {
        context.body = stateOf(ownerOf(callerOf(context)));
      },
    },
    {
      method: 'PUT',
      path: '/api/push/subscription',
      access: 'member',
      async handle(context) {
        const { endpoint, keys } = await readBody(context, subscription);
        requirePush();
        if (!push.judge(endpoint)) {
          const message = 'this is no push service that the hub sends to (notify.push.hosts)';
          throw new HttpProblem('invalid', { errors: [{ path: 'endpoint', message }] });
        }
        if (push.gone.has(endpoint)) {
          throw new HttpProblem('not_possible', {
            detail: 'this subscription is over; make a new one',
          });
        }
        const caller = callerOf(context);
        const owner = ownerOf(caller);
        const agent = context.get('user-agent');
        const given = { endpoint, ...keys, person: caller.name, owner, agent };
        if (push.subscriptions.put(given, now())) {
          audit(actorOf(context), 'notifications', `on for ${caller.device ?? 'a sign-in'}`);
        }
        onChanged();
        context.body = stateOf(owner);
      },
    },
    {
      method: 'DELETE',
      path: '/api/push/subscription',
      access: 'member',
      async handle(context) {
        const { endpoint } = await readBody(context, removal);
        const caller = callerOf(context);
        if (push.subscriptions.removeOwn(ownerOf(caller), endpoint)) {
          audit(actorOf(context), 'notifications', `off for ${caller.device ?? 'a sign-in'}`);
        }
        onChanged();
        context.status = 204;
      },
    },
    {
      method: 'POST',
      path: '/api/push/test',
      access: 'member',
      async handle(context) {
        const caller = callerOf(context);
        requirePush();
        if (push.subscriptions.ofOwner(ownerOf(caller)).length === 0) {
          throw new HttpProblem('not_possible', { detail: 'notifications are off on this device' });
        }
        await push.sendTest(caller);
        context.status = 202;
        context.body = {};
      },
    },
    {
      method: 'POST',
      path: '/api/push/receipts',
      access: 'public',
      async handle(context) {
        const { receipt } = await readBody(context, token, receiptLimit);
        const id = push.receipts.take(receipt, now());
        if (id !== undefined) push.subscriptions.markShown(id, now());
        // Right and wrong are answered alike.
        context.status = 204;
      },
    },
    {
      method: 'POST',
      path: '/api/push/tapped',
      access: 'member',
      async handle(context) {
        const { id } = await readBody(context, tapped);
        const recipient = push.recipientOf(id);
        const own = push.subscriptions.ofOwner(ownerOf(callerOf(context)));
        const reached = own.find(subscription => subscription.id === recipient);
        if (reached) push.subscriptions.markTapped(reached.id, now());
        context.status = 204;
      },
    },
  ];
}

function isPoint(key: string): boolean {
  if (!/^[\w-]{87}$/.test(key)) return false;
  try {
    ECDH.convertKey(key, 'prime256v1', 'base64url');
    return true;
  } catch {
    return false;
  }
}
