import type { Clock } from '../clock.ts';
import type { MessageKind } from '../protocol.ts';
import type { OutboxRow } from '../state/outbox.ts';
import { composeText } from './compose.ts';
import type { Courier, Outcome } from './courier.ts';
import type { Push } from './open-push.ts';
import type { PushOutcome, SendPush } from './push.ts';
import { pushPayload } from './push-payload.ts';

export interface PushCourierRooms {
  push: Push;
  send: SendPush;
  clock: Clock;
  /** Such as `24 Nov 02:41`. */
  localTime: (at: number) => string;
  /** The app's one address. */
  hubUrl: () => string;
}

/** A phone that was off for longer learns of it from the app. */
const ttlSeconds = 3600;
/** Of what is about this moment alone. */
const momentSeconds = 60;
/** The words for a subscription that its push service says is over. */
export const subscriptionOver = 'the phone is not subscribed any more';

/** Web push, one phone at a time. */
export function createPushCourier(rooms: PushCourierRooms): Courier {
  const { push, send, clock, localTime, hubUrl } = rooms;

  function payloadOf(row: OutboxRow): string {
    const now = clock.wall();
    return pushPayload({
      id: row.id,
      title: row.title,
      body: composeText(row, now, localTime),
      navigate: `${hubUrl()}${pathOf(row)}`,
      at: row.about_at,
      ...(isTest(row) ? { receipt: push.receipts.issue(row.recipient, now) } : {}),
      ...(row.incident === '' ? {} : { badge: 1 }),
    });
  }

  return {
    channel: 'push',
    takesMany: false,
    // A phone shows one of the same message, however often it comes.
    mostDoubts: Number.POSITIVE_INFINITY,
    prepare: rows => ({
      provider: 'web push',
      async go() {
        const outcomes = new Map<string, Outcome>();
        const targets = push.subscriptions.live(clock.wall());
        for (const row of rows) {
          const target = targets.find(({ id }) => id === row.recipient);
          const gone: PushOutcome = { kind: 'gone' };
          const outcome = target
            ? await send({ target, payload: payloadOf(row), ...hurryOf(row) })
            : gone;
          outcomes.set(row.id, outcomeOf(outcome));
        }
        return outcomes;
      },
    }),
    patienceMs: () => Number.POSITIVE_INFINITY,
    forget: () => undefined,
  };
}

/** How long the push service keeps it, and whether it may wake a phone that saves its battery. */
function hurryOf({ kind }: OutboxRow) {
  const isOfMoment = kind === 'entry' || kind === 'chime';
  const isQuiet = kind === 'notice' || kind === 'chime';
  return {
    ttlSeconds: isOfMoment ? momentSeconds : ttlSeconds,
    urgency: isQuiet ? ('normal' as const) : ('high' as const),
  };
}

const isTest = ({ kind }: OutboxRow) => kind === ('test' satisfies MessageKind);

/** Where a tap leads. */
function pathOf(row: OutboxRow): string {
  if (row.opens !== '') return row.opens;
  if (row.incident !== '') return `/incident/${row.incident}`;
  return row.kind === 'test' || row.kind === 'cap' ? '/house/reach' : '/';
}

function outcomeOf(outcome: PushOutcome): Outcome {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'sent', reference: '' };
    case 'gone':
      return { kind: 'refused', reason: subscriptionOver };
    case 'refused':
    case 'failed':
      return outcome;
  }
}
